// One configured network: what it is, whom it asks, and whether they answer now.
import { useState } from 'react';
import type { EndpointView, NetworkView } from '../../../preload/networks.ts';
import type { Trouble } from '../../app/networks/answer.ts';
import { dropTokensOf } from '../../app/networks/known-tokens.ts';
import { useNetworkServices } from '../../app/networks/network-services.ts';
import { removeNetwork } from '../../app/networks/networks-store.ts';
import { TroubleNotice } from '../../app/networks/trouble-notice.tsx';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialogs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TestButton, TestResult, useEndpointTest } from './endpoint-test.tsx';
import { CheckButton, CheckResult, useNetworkCheck } from './network-check.tsx';

export interface NetworkItemProps {
  readonly network: NetworkView;
  readonly onEdit: () => void;
  readonly onRemoved: () => void;
}

export function NetworkItem({ network, onEdit, onRemoved }: NetworkItemProps) {
  const { m, format } = useI18n();
  const check = useNetworkCheck(network);
  const [trouble, setTrouble] = useState<Trouble>();
  const { name, chainId, symbol, confirmations, explorer, endpoints, bundlers } = network;
  return (
    <li className="card network">
      <div className="network-head">
        <div className="entry-text">
          <h2 dir="auto">{name}</h2>
          <p className="faint">
            {[
              m.networks.chain(String(chainId)),
              m.networks.coin(symbol),
              m.networks.settledAfter(format.integer(confirmations)),
              ...(explorer === undefined ? [] : [explorer.replace(/^https:\/\//, '')]),
            ].join(' · ')}
          </p>
        </div>
        <div className="row">
          <CheckButton check={check} />
          <Button small onPress={onEdit}>
            {m.networks.edit}
          </Button>
          <RemoveButton network={network} onRemoved={onRemoved} onTrouble={setTrouble} />
        </div>
      </div>
      <Endpoints title={m.networks.nodes} endpoints={endpoints} chainId={chainId} />
      {bundlers.length === 0 ? null : (
        <Endpoints title={m.networks.bundlers} endpoints={bundlers} chainId={chainId} />
      )}
      <CheckResult check={check} />
      {trouble === undefined ? null : <TroubleNotice trouble={trouble} />}
    </li>
  );
}

interface EndpointsProps {
  readonly title: string;
  readonly endpoints: readonly EndpointView[];
  readonly chainId: number;
}

function Endpoints({ title, endpoints, chainId }: EndpointsProps) {
  return (
    <div className="network-nodes">
      <h3>{title}</h3>
      <ul>
        {endpoints.map((endpoint) => (
          <TestedEndpoint key={endpoint.id} endpoint={endpoint} chainId={chainId} />
        ))}
      </ul>
    </div>
  );
}

/** Asked by itself: the check of the whole network takes whichever answers first. */
function TestedEndpoint({ endpoint, chainId }: { endpoint: EndpointView; chainId: number }) {
  const { m } = useI18n();
  const test = useEndpointTest(String(chainId));
  return (
    <li>
      <div className="row">
        <Endpoint endpoint={endpoint} />
        <TestButton
          test={test}
          endpoint={{ id: endpoint.id }}
          isDisabled={endpoint.kept === 'locked'}
          label={m.networks.form.testLabel(endpoint.label)}
        />
      </div>
      <TestResult test={test} />
    </li>
  );
}

/** Where, never with which key: that stays with main. */
export function Endpoint({ endpoint: { label, hasCredentials, kept } }: { endpoint: EndpointView }) {
  const { m } = useI18n();
  return (
    <>
      <code className="mono break" translate="no">
        {label}
      </code>
      {hasCredentials ? (
        <Badge>
          <Icon name="lock" />
          {m.networks.credentials}
        </Badge>
      ) : null}
      {kept === 'locked' ? <Badge kind="serious">{m.networks.keptIn.locked}</Badge> : null}
      {/* Where there is nothing to hide, it need not be said how it is hidden. */}
      {hasCredentials && kept !== 'locked' ? (
        <span className={kept === 'plain' ? 'warn-text' : 'faint'}>{m.networks.keptIn[kept]}</span>
      ) : null}
    </>
  );
}

interface RemoveButtonProps {
  readonly network: NetworkView;
  readonly onRemoved: () => void;
  readonly onTrouble: (trouble: Trouble) => void;
}

function RemoveButton({ network: { name, chainId }, onRemoved, onTrouble }: RemoveButtonProps) {
  const { m } = useI18n();
  const { calls, networks, tokens } = useNetworkServices();
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    const answer = await removeNetwork(networks, calls, chainId);
    if (!answer.ok) return onTrouble(answer.trouble);
    dropTokensOf(tokens, chainId);
    onRemoved();
  };
  return (
    <>
      <Button small weight="danger" onPress={() => setAsking(true)}>
        {m.networks.remove}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={m.networks.removeTitle(name)}
        confirm={m.networks.removeConfirm}
        onCancel={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        <p>{m.networks.removeText}</p>
      </ConfirmDialog>
    </>
  );
}
