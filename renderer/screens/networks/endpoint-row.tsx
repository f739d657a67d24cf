// One node of a network in its form: its address, and a test of it before anything is saved.
import type { EndpointView } from '../../../preload/networks.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TestButton, TestResult, useEndpointTest } from './endpoint-test.tsx';
import { Endpoint } from './network-item.tsx';
import { isEndpoint, SCHEME } from './network-rules.ts';

interface RowProps {
  /** Which one, e.g. “Address of node 1”. */
  readonly label: string;
  /** Absent: it has to stay. */
  readonly onDrop: (() => void) | undefined;
}

export interface EndpointRowProps extends RowProps {
  readonly name: string;
  readonly url: string;
  /** As typed. */
  readonly wantedChain: string;
  readonly error: string | undefined;
  readonly onChange: (url: string) => void;
  /** Of one that takes the place of a kept one. */
  readonly onKeep: (() => void) | undefined;
  readonly onAnswered: ((chainId: number) => void) | undefined;
}

export function EndpointRow(props: EndpointRowProps) {
  const { name, label, url, wantedChain, error, onChange, onDrop, onKeep, onAnswered } = props;
  const { m } = useI18n();
  const test = useEndpointTest(wantedChain, onAnswered);
  return (
    <div className="endpoint-row">
      <TextField
        name={name}
        mono
        label={label}
        value={url}
        placeholder={SCHEME}
        onChange={(text) => {
          test.forget();
          onChange(text);
        }}
        error={error}
      />
      <div className="row endpoint-buttons">
        <TestButton test={test} endpoint={{ url: url.trim() }} isDisabled={!isEndpoint(url.trim())} />
        {onKeep === undefined ? null : (
          <Button small onPress={onKeep}>
            {m.networks.form.keep}
          </Button>
        )}
        <DropButton label={label} onDrop={onDrop} />
      </div>
      <TestResult test={test} />
    </div>
  );
}

export interface KeptRowProps extends RowProps {
  readonly endpoint: EndpointView;
  readonly onChange: () => void;
}

/** Its address is main's: it can be kept or dropped, or another one entered in its place. */
export function KeptRow({ label, endpoint, onChange, onDrop }: KeptRowProps) {
  const { m } = useI18n();
  return (
    <div className="endpoint-row">
      <div className="field">
        <span className="field-label">{label}</span>
        <div className="row kept-endpoint">
          <Endpoint endpoint={endpoint} />
        </div>
      </div>
      <div className="row endpoint-buttons">
        <Button small onPress={onChange}>
          <span aria-hidden="true">{m.networks.form.change}</span>
          <span className="visually-hidden">{m.networks.form.changeLabel(label)}</span>
        </Button>
        <DropButton label={label} onDrop={onDrop} />
      </div>
    </div>
  );
}

function DropButton({ label, onDrop }: RowProps) {
  const { m } = useI18n();
  return onDrop === undefined ? null : (
    <Button small weight="quiet" label={m.networks.form.dropLabel(label)} onPress={onDrop}>
      <Icon name="close" />
    </Button>
  );
}
