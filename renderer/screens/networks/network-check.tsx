// Whether a configured network answers now, on demand: as what chain, how quickly, and how new its newest block is.
import type { NetworkView } from '../../../preload/networks.ts';
import { type Answer, answerOf, type NetworkCalls } from '../../app/networks/answer.ts';
import { useNetworkServices } from '../../app/networks/network-services.ts';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { type Asking, useAsked } from '../../app/networks/use-asked.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/progress.tsx';

export interface Checked {
  readonly chainId: number;
  readonly latencyMs: number;
  readonly block: string;
  readonly blockTimeMs: number;
}

/** An account that nobody has: a cheap question, which main asks of no node of another chain. */
const NOBODY = `0x${'0'.repeat(40)}`;

/** Never rejects. */
export async function checkNetwork(
  calls: Pick<NetworkCalls, 'balances'>,
  chainId: number,
  task: string,
  nowMs: () => number = () => performance.now(),
): Promise<Answer<Checked>> {
  const beganMs = nowMs();
  const answer = await answerOf(calls.balances({ chainId, accounts: [NOBODY], tokens: [], task }));
  if (!answer.ok) return answer;
  const { number, timeMs } = answer.value.block;
  const value = { chainId, latencyMs: nowMs() - beganMs, block: number, blockTimeMs: timeMs };
  return { ok: true, value };
}

export type NetworkCheck = Asking<Checked> & { readonly start: () => void };

export function useNetworkCheck({ chainId }: NetworkView): NetworkCheck {
  const words = useCheckedWords();
  const { calls } = useNetworkServices();
  const asking = useAsked<Checked>();
  const start = async (): Promise<void> => {
    const checked = await asking.ask((task) => checkNetwork(calls, chainId, task));
    if (checked !== undefined) announce(words(checked));
  };
  return { ...asking, start: () => void start() };
}

export function CheckButton({ check }: { check: NetworkCheck }) {
  const { m } = useI18n();
  if (check.asked.status === 'busy') {
    return (
      <Button small onPress={check.forget}>
        <Spinner />
        {m.networks.form.stop}
      </Button>
    );
  }
  return (
    <Button small onPress={check.start}>
      {m.networks.check}
    </Button>
  );
}

export function CheckResult({ check: { asked } }: { check: NetworkCheck }) {
  const words = useCheckedWords();
  if (asked.status === 'failed') return <TroubleNotice trouble={asked.trouble} />;
  if (asked.status !== 'answered') return null;
  return (
    <Notice kind="good">
      <p>{words(asked.value)}</p>
    </Notice>
  );
}

function useCheckedWords(): (checked: Checked) => string {
  const { m, format } = useI18n();
  return ({ chainId, latencyMs, block, blockTimeMs }) =>
    m.networks.checked({
      chain: String(chainId),
      latency: format.duration(latencyMs),
      block: format.integer(BigInt(block)),
      time: format.dateTime(blockTimeMs),
    });
}
