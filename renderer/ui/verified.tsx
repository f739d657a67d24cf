// The mark that the answer is the TEE's, and exactly what that rests on.
import type { Exchange } from '../../tee-sim/client/exchange.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { CodeBlock, prettyJson } from './code-block.tsx';
import { Disclosure } from './disclosure.tsx';
import { Fact, Facts } from './facts.tsx';
import { Hex } from './hex.tsx';
import { Icon } from './icon.tsx';

export function Verified({ exchange }: { exchange: Exchange }) {
  const { m, format } = useI18n();
  const { verifiedFacts: facts } = m.assess;
  const { driverContext, requestDigest, issuedAtMs } = exchange;
  return (
    <div className="verified">
      <div className="verified-head">
        <Icon name="shield" />
        <div>
          <p className="notice-title">{m.assess.verified}</p>
          <p>{m.assess.verifiedText}</p>
        </div>
      </div>
      <Disclosure title={m.assess.verifiedDetails}>
        <Facts>
          <Fact term={facts.signature}>{facts.signatureText}</Fact>
          <Fact term={facts.digest} note={facts.digestText}>
            <Hex value={requestDigest} />
          </Fact>
          <Fact term={facts.time}>{format.dateTime(issuedAtMs)}</Fact>
          {driverContext === undefined ? (
            <Fact term={facts.driver}>{facts.driverNone}</Fact>
          ) : (
            <Fact term={facts.driver} note={facts.driverText}>
              <CodeBlock label={facts.driver} text={prettyJson(driverContext)} />
            </Fact>
          )}
        </Facts>
      </Disclosure>
    </div>
  );
}
