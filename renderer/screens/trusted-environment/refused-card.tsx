// An attestation that was refused: what was found, what was expected, and the owner's ways on, if there are any.
import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import type { IdentityMismatch } from '../../../tee-sim/client/errors.ts';
import type { Pin } from '../../../tee-sim/client/pins.ts';
import type { Connection } from '../../app/connection-state.ts';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Hex } from '../../ui/hex.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';

type Refused = Extract<Connection, { state: 'refused' }>;

export function RefusedCard({ refused }: { refused: Refused }) {
  const { m } = useI18n();
  const tee = useTee();
  const { candidate, failure, mismatches, newDevice } = refused;
  const shown = (subject: IdentityMismatch['subject'], hex: string): string =>
    subject === 'device-identity' ? tee.fingerprintOf(hex) : hex;
  return (
    <section className="card stack" aria-labelledby="refused-title">
      <h2 id="refused-title">
        {candidate === undefined ? m.connection.refusedTitle : m.connection.updatedTitle}
      </h2>
      {candidate === undefined ? (
        <FailureNotice kind="stop" failure={failure} />
      ) : (
        <Notice kind="warn">
          <p>{m.trusted.updateText}</p>
        </Notice>
      )}
      <Facts>
        {mismatches.map(({ subject, against, expected, found }) => (
          <Fact key={subject} term={m.trusted.subjects[subject]}>
            <span className="compare">
              <span className="faint">{m.trusted.found}</span>
              <Hex value={shown(subject, found)} />
              <span className="faint">{m.trusted.against[against]}</span>
              <Hex value={shown(subject, expected)} />
            </span>
          </Fact>
        ))}
      </Facts>
      {candidate === undefined ? null : (
        <div>
          <Button weight="primary" onPress={() => void tee.confirmUpdate()}>
            {m.trusted.updateConfirm}
          </Button>
        </div>
      )}
      {newDevice === undefined ? null : (
        <TrustNewDevice newDevice={newDevice} known={mismatches[0]?.expected} />
      )}
    </section>
  );
}

interface TrustNewDeviceProps {
  readonly newDevice: Pin;
  /** The pinned device's identity; absent when the pin cannot be read. */
  readonly known: string | undefined;
}

function TrustNewDevice({ newDevice, known }: TrustNewDeviceProps) {
  const { m } = useI18n();
  const tee = useTee();
  // The one asked about, whoever attests while the question stands.
  const [asked, setAsked] = useState<Pin>();
  const [mine, setMine] = useState(false);
  return (
    <div>
      <Button
        weight="danger"
        onPress={() => {
          setMine(false);
          setAsked(newDevice);
        }}
      >
        {m.trusted.forget}
      </Button>
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={m.trusted.forgetTitle}
        confirm={m.trusted.forgetConfirm}
        isConfirmDisabled={!mine}
        onCancel={() => setAsked(undefined)}
        onConfirm={() => {
          setAsked(undefined);
          if (asked !== undefined) void tee.trustNewDevice(asked);
        }}
      >
        <p>{m.trusted.forgetText}</p>
        <Facts>
          <Fact term={m.trusted.forgetKnown}>
            {known === undefined ? m.trusted.forgetUnreadable : <Hex value={tee.fingerprintOf(known)} />}
          </Fact>
          <Fact term={m.trusted.forgetNew}>
            {asked === undefined ? null : <Hex value={tee.fingerprintOf(asked.deviceIdentity)} />}
          </Fact>
        </Facts>
        <Checkbox className="checkbox" isSelected={mine} onChange={setMine}>
          <span className="checkbox-box">
            <Icon name="check" />
          </span>
          {m.trusted.forgetCheck}
        </Checkbox>
      </ConfirmDialog>
    </div>
  );
}
