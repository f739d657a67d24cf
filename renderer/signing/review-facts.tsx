// What exactly would be signed: with which account, for whom, how much at most, where.
import type { Review } from '../../tee-sim/protocol/review.ts';
import { amountText, assetText, type Telling } from '../i18n/decoded-sentence.ts';
import { AddressText } from '../ui/address.tsx';
import { DecodedFacts } from '../ui/decoded-facts.tsx';
import { DecodedSteps } from '../ui/decoded-steps.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { NumberGroups } from '../ui/number-groups.tsx';

export interface ReviewFactsProps {
  readonly telling: Telling;
  readonly review: Review;
  readonly walletName: string | undefined;
}

export function ReviewFacts({ telling, review, walletName }: ReviewFactsProps) {
  const { m, format } = telling;
  const { account, decoded, feeWei, kind, nonce } = review;
  const name = account.name ?? m.wallets.account(format.integer(account.index + 1));
  return (
    <section className="stack" aria-label={m.sign.whatFacts}>
      <Facts>
        <Fact term={m.sign.from}>
          <span className="named-address">
            <strong dir="auto">{walletName === undefined ? name : `${walletName} · ${name}`}</strong>
            <AddressText address={account.address} />
          </span>
        </Fact>
        <DecodedFacts
          telling={telling}
          decoded={decoded}
          kind={kind}
          feeWei={feeWei}
          nonce={nonce}
          receiverNote={paidText(telling, review)}
        />
        <TotalFact telling={telling} review={review} />
      </Facts>
      {decoded.inner.length === 0 ? null : (
        <div>
          <h3 className="section-label">{m.decoded.steps}</h3>
          <DecodedSteps telling={telling} steps={decoded.inner} />
        </div>
      )}
    </section>
  );
}

/** The fee counts in it, as it counts against limits. */
function TotalFact({ telling, review }: { telling: Telling; review: Review }) {
  const { m } = telling;
  const { chainId, decoded, kind, spend } = review;
  if (kind === 'personal-message' && spend.amounts.length === 0 && !spend.unbounded) return null;
  const unlimited = new Set(decoded.amounts.filter((each) => each.unlimited).map(({ asset }) => asset));
  return (
    <Fact term={m.sign.total}>
      {spend.amounts.map(({ asset, amount }) => (
        <strong className="decoded-amount tabular" key={asset}>
          <NumberGroups
            text={
              unlimited.has(asset)
                ? amountText(telling, chainId, { asset, amount, unlimited: true })
                : assetText(telling, chainId, asset, amount)
            }
          />
        </strong>
      ))}
      {spend.unbounded ? (
        <strong className="decoded-amount">
          {spend.amounts.length === 0 ? m.sign.unbounded : m.sign.unboundedToo}
        </strong>
      ) : null}
      {spend.amounts.length === 0 && !spend.unbounded ? m.sign.nothingLeaves : null}
    </Fact>
  );
}

/** Of who gets something or may take it: signed for before or not; nothing where nobody does. */
function paidText({ m, format }: Telling, { decoded, firstPaidMs }: Review): string | undefined {
  if (!decoded.parties.some(({ role }) => role === 'recipient' || role === 'spender')) return undefined;
  return firstPaidMs === undefined
    ? m.sign.firstPayment
    : m.sign.paidBefore({ time: format.dateTime(firstPaidMs) });
}
