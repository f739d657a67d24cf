// The nodes, or the bundlers, of a network: those that are kept, and new ones by their addresses.
import { useRef } from 'react';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EndpointRow, KeptRow } from './endpoint-row.tsx';
import type { NetworkFieldsProps } from './network-fields.tsx';
import {
  draftInsteadOf,
  type EndpointDraft,
  type EndpointList,
  keptAgain,
  MOST,
  newDraft,
} from './network-rules.ts';

interface EndpointFieldsProps extends NetworkFieldsProps {
  readonly list: EndpointList;
  /** A node that was tested said which chain it is of. */
  readonly onAnswered?: (chainId: number) => void;
}

export function EndpointFields(props: EndpointFieldsProps) {
  const { m, format } = useI18n();
  const { values, problems, attempted, list, onAnswered } = props;
  const { form } = m.networks;
  const { rows, drafts, put, swap, drop, add } = useRows(props);
  const isNodes = list === 'endpoints';
  const canDrop = !isNodes || drafts.length > 1;
  return (
    <fieldset className="fieldset" ref={rows}>
      <legend>{isNodes ? m.networks.nodes : m.networks.bundlers}</legend>
      <p className="field-hint">{isNodes ? form.nodesText : form.bundlersText}</p>
      {drafts.map((draft, index) => {
        const { key, kept, url, insteadOf } = draft;
        const number = format.integer(index + 1);
        const label = isNodes ? form.url(number) : form.bundlerUrl(number);
        return kept === undefined ? (
          <EndpointRow
            key={key}
            name={`url-${list}-${index + 1}`}
            label={label}
            url={url}
            wantedChain={values.chainId}
            error={errorOf(form.errors, problems.urls[key], attempted)}
            onChange={(text) => put({ ...draft, url: text })}
            onDrop={canDrop && insteadOf === undefined ? () => drop(key) : undefined}
            onKeep={insteadOf === undefined ? undefined : () => swap(keptAgain(draft))}
            onAnswered={onAnswered}
          />
        ) : (
          <KeptRow
            key={key}
            label={label}
            endpoint={kept}
            onChange={() => swap({ ...draftInsteadOf(kept), key })}
            onDrop={canDrop ? () => drop(key) : undefined}
          />
        );
      })}
      {drafts.length < MOST[list] ? (
        <div>
          <Button small onPress={add}>
            <Icon name="plus" />
            {isNodes ? form.addNode : form.addBundler}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}

/** The rows and what is done with them; a button that goes away hands the keyboard on. */
function useRows({ values, list, onChange }: EndpointFieldsProps) {
  const rows = useRef<HTMLFieldSetElement>(null);
  const drafts = values[list];
  const focus = (place: number): void => {
    requestAnimationFrame(() => {
      const row = rows.current?.querySelectorAll('.endpoint-row')[Math.max(0, place)];
      (row ?? rows.current)?.querySelector<HTMLElement>(':is(input, button):not(:disabled)')?.focus();
    });
  };
  const change = (edit: (drafts: readonly EndpointDraft[]) => readonly EndpointDraft[]): void =>
    onChange((now) => ({ ...now, [list]: edit(now[list]) }));
  const put = (draft: EndpointDraft): void =>
    change((now) => now.map((each) => (each.key === draft.key ? draft : each)));
  const placeOf = (key: string): number => drafts.findIndex((each) => each.key === key);
  return {
    rows,
    drafts,
    put,
    swap: (draft: EndpointDraft): void => {
      put(draft);
      focus(placeOf(draft.key));
    },
    drop: (key: string): void => {
      change((now) => now.filter((each) => each.key !== key));
      focus(placeOf(key) - 1);
    },
    add: (): void => {
      change((now) => [...now, newDraft()]);
      focus(drafts.length);
    },
  };
}

function errorOf<P extends string>(
  errors: Readonly<Record<P, string>>,
  problem: P | undefined,
  attempted: boolean,
): string | undefined {
  return attempted && problem !== undefined ? errors[problem] : undefined;
}
