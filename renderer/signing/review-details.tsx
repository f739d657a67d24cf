// What is signed byte for byte, for those who compare it, and how far this window can be believed.
import { bytesToHex } from '../../tee-sim/protocol/bytes.ts';
import type { Review } from '../../tee-sim/protocol/review.ts';
import { useI18n } from '../i18n/use-i18n.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { Hex } from '../ui/hex.tsx';

export function ReviewDetails({ review }: { review: Review }) {
  const { m, format } = useI18n();
  const texts = m.sign.detailFacts;
  const { bytes, hash, kind, leaves, logId, policyDigest } = review;
  return (
    <Disclosure title={m.sign.details}>
      <div className="stack">
        <p>{m.sign.noTrustedDisplay}</p>
        <Facts>
          <Fact term={texts.kind}>{m.decoded.signatures[kind]}</Fact>
          <Fact term={texts.hash} note={texts.hashNote}>
            <Hex value={bytesToHex(hash)} />
          </Fact>
          <Fact term={texts.bytes} note={texts.size({ size: format.bytes(bytes.length) })}>
            <CodeBlock label={texts.bytes} text={`0x${bytesToHex(bytes)}`} />
          </Fact>
          <Fact term={texts.policy}>
            <Hex value={bytesToHex(policyDigest)} />
          </Fact>
          <Fact term={texts.logged}>{format.integer(logId)}</Fact>
        </Facts>
        {leaves === undefined ? null : <Leaves leaves={leaves} />}
      </div>
    </Disclosure>
  );
}

function Leaves({ leaves: { shown, more } }: { leaves: NonNullable<Review['leaves']> }) {
  const { m, format } = useI18n();
  const texts = m.sign.detailFacts;
  return (
    <div>
      <h3 className="section-label">{texts.leaves}</h3>
      <table className="leaves">
        <thead>
          <tr>
            <th scope="col">{texts.leafPath}</th>
            <th scope="col">{texts.leafType}</th>
            <th scope="col">{texts.leafValue}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ path, type, value }) => (
            <tr key={path}>
              <th scope="row" dir="auto">
                {path}
              </th>
              <td className="mono">{type}</td>
              <td className="leaf-value mono" dir="auto">
                {value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more === 0 ? null : <p className="faint">{texts.moreLeaves({ count: format.integer(more) })}</p>}
    </div>
  );
}
