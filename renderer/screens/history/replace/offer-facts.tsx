// What would take the place of what: the one that waits, its fee and the new one, and what counts against a limit.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { COIN_DECIMALS } from '../../../app/amount.ts';
import { useKnownNetworks } from '../../../app/networks/network-services.ts';
import { networkOf } from '../../../app/networks/networks-store.ts';
import type { ReplacementWay } from '../../../app/networks/transaction-phase.ts';
import { decodedSentence } from '../../../i18n/decoded-sentence.ts';
import { useI18n } from '../../../i18n/use-i18n.ts';
import { Fact, Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NumberGroups } from '../../../ui/number-groups.tsx';
import type { ReplacedSignature, ReplacementQuote } from './quote.ts';

export interface OfferFactsProps {
  readonly quote: ReplacementQuote;
  readonly way: ReplacementWay;
}

export function OfferFacts({ quote, way }: OfferFactsProps) {
  const { m, format } = useI18n();
  const { networks } = useKnownNetworks();
  const known = useStore(networks, (state) => state.known);
  const { chainId, highestFeeWei, isLimited, nonce, replaced } = quote;
  const { replace } = m.history;
  const network = networkOf(known, chainId);
  const feeText = (wei: bigint): string =>
    network === undefined
      ? m.balances.baseUnits(format.integer(wei))
      : `${format.units(wei, COIN_DECIMALS)} ${network.symbol}`;
  return (
    <>
      <Facts>
        {replaced === undefined ? null : (
          <Fact term={replace.replaced}>
            <ReplacedSentence replaced={replaced} />
          </Fact>
        )}
        <Fact term={replace.network}>{network?.name ?? m.networks.chain(String(chainId))}</Fact>
        <Fact term={replace.nonce}>{format.integer(nonce)}</Fact>
        {replaced === undefined ? null : <Fact term={replace.oldFee}>{feeText(replaced.highestFeeWei)}</Fact>}
        <Fact term={replace.highestFee}>{feeText(highestFeeWei)}</Fact>
      </Facts>
      {isLimited ? (
        <Notice kind={way === 'cancel' ? 'info' : 'warn'}>
          <p>{replace.ways[way].limit}</p>
        </Notice>
      ) : null}
    </>
  );
}

interface ReplacedSentenceProps {
  readonly replaced: ReplacedSignature;
  readonly told?: (v: { readonly what: string }) => string;
}

/** As the TEE decoded it when it was signed. */
export function ReplacedSentence({ replaced: { summary }, told }: ReplacedSentenceProps) {
  const { m, format } = useI18n();
  const text = useMemo(
    () => decodedSentence({ m, format, known: summary.known }, summary.decoded),
    [m, format, summary],
  );
  return <NumberGroups text={told === undefined ? text : told({ what: text })} />;
}
