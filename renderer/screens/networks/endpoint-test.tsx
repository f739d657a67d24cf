// Asks one endpoint, kept or just typed, which chain it is of, and says so.
import { answerOf, type NetworkCalls } from '../../app/networks/answer.ts';
import { useNetworkServices } from '../../app/networks/network-services.ts';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { type Asked, useAsked } from '../../app/networks/use-asked.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live.tsx';
import { Spinner } from '../../ui/progress.tsx';

type Tested = Extract<Awaited<ReturnType<NetworkCalls['check']>>, { ok: true }>['value'];
type TestedEndpoint = { readonly id: string } | { readonly url: string };

export interface EndpointTest {
  readonly asked: Asked<Tested>;
  /** As typed, or as configured. */
  readonly wantedChain: string;
  readonly start: (endpoint: TestedEndpoint) => void;
  readonly forget: () => void;
}

export function useEndpointTest(wantedChain: string, onAnswered?: (chainId: number) => void): EndpointTest {
  const { m, format } = useI18n();
  const { calls } = useNetworkServices();
  const { asked, ask, forget } = useAsked<Tested>();
  const test = async (endpoint: TestedEndpoint): Promise<void> => {
    const tested = await ask((task) => answerOf(calls.check({ ...endpoint, task })));
    if (tested === undefined) return;
    announce(testedWords(m.networks.form, format.duration, tested, wantedChain).text);
    onAnswered?.(tested.chainId);
  };
  return { asked, wantedChain, start: (endpoint) => void test(endpoint), forget };
}

interface TestButtonProps {
  readonly test: EndpointTest;
  readonly endpoint: TestedEndpoint;
  readonly isDisabled?: boolean;
  /** Where several stand below each other: which one. */
  readonly label?: string;
}

export function TestButton({ test, endpoint, isDisabled = false, label }: TestButtonProps) {
  const { m } = useI18n();
  const { form } = m.networks;
  return test.asked.status === 'busy' ? (
    <Button small onPress={test.forget}>
      <Spinner />
      {form.stop}
    </Button>
  ) : (
    <Button small isDisabled={isDisabled} onPress={() => test.start(endpoint)}>
      <span aria-hidden={label !== undefined}>{form.test}</span>
      {label === undefined ? null : <span className="visually-hidden">{label}</span>}
    </Button>
  );
}

export function TestResult({ test: { asked, wantedChain } }: { test: EndpointTest }) {
  const { m, format } = useI18n();
  if (asked.status === 'failed') {
    return (
      <div className="endpoint-result">
        <TroubleNotice trouble={asked.trouble} />
      </div>
    );
  }
  if (asked.status !== 'answered') return null;
  const { text, isRight } = testedWords(m.networks.form, format.duration, asked.value, wantedChain);
  return (
    <p className={isRight ? 'endpoint-result good-text' : 'endpoint-result field-error'}>
      <Icon name={isRight ? 'check' : 'alert'} />
      {text}
    </p>
  );
}

interface TestedTexts {
  readonly tested: (v: { chain: string; latency: string }) => string;
  readonly otherChain: (v: { chain: string; wanted: string }) => string;
}

/** A form without a number takes the node's. */
function testedWords(
  { tested, otherChain }: TestedTexts,
  duration: (ms: number) => string,
  { chainId, latencyMs }: Tested,
  wantedChain: string,
): { text: string; isRight: boolean } {
  const chain = String(chainId);
  const wanted = wantedChain.trim();
  const isRight = wanted === '' || wanted === chain;
  return {
    text: isRight ? tested({ chain, latency: duration(latencyMs) }) : otherChain({ chain, wanted }),
    isRight,
  };
}
