// What of the log is shown: kind, level and days, and how far the search for it is.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { LEVELS, LOG_KINDS } from '../../../tee-sim/protocol/assessment.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { announce } from '../../ui/live.tsx';
import { Progress } from '../../ui/progress.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { ActivityStore, Search } from './activity-store.ts';
import { type FilterForm, isFiltering, NO_FILTER, toLogFilter, withKind, withLevel } from './log-filter.ts';
import { applyFilter, continueSearch, stopSearch } from './search-actions.ts';

export function FilterBar({ store }: { store: ActivityStore }) {
  const { m } = useI18n();
  const tee = useTee();
  const filter = useStore(store, (state) => state.filter);
  useEffect(() => () => stopSearch(store), [store]);
  const { search: texts } = m.activity;
  const choose = (form: FilterForm): void => void applyFilter(store, tee, form);
  return (
    <search className="filter-bar" aria-label={texts.label}>
      <SelectField
        label={m.log.kind}
        value={filter.kind}
        options={[
          { id: 'any' as const, name: texts.anyKind },
          ...LOG_KINDS.map((id) => ({ id, name: m.log.kinds[id] })),
        ]}
        onChange={(kind) => choose(withKind(filter, kind))}
      />
      <SelectField
        label={texts.level}
        value={filter.level}
        options={[
          { id: 'any' as const, name: texts.anyLevel },
          ...LEVELS.map((id) => ({ id, name: m.assess.levels[id].name })),
        ]}
        onChange={(level) => choose(withLevel(filter, level))}
      />
      <DateField
        name="from"
        label={texts.from}
        value={filter.fromDay}
        onChange={(fromDay) => choose({ ...filter, fromDay })}
      />
      <DateField
        name="to"
        label={texts.to}
        value={filter.toDay}
        error={toLogFilter(filter) === undefined ? texts.wrongOrder : undefined}
        onChange={(toDay) => choose({ ...filter, toDay })}
      />
      <div className="filter-buttons">
        <Button
          small
          isDisabled={filter.kind === 'suspicious'}
          onPress={() => choose({ ...NO_FILTER, kind: 'suspicious' })}
        >
          <Icon name="alert" />
          {texts.suspicious}
        </Button>
        <Button small isDisabled={!isFiltering(filter)} onPress={() => choose(NO_FILTER)}>
          {texts.clear}
        </Button>
      </div>
    </search>
  );
}

/** How far the search is, with what can be done about it. */
export function SearchStatus({ store, search }: { store: ActivityStore; search: Search }) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { state } = useConnection();
  const { search: texts } = m.activity;
  const { damaged, entries, failure, trace, scanned, status, total } = search;
  const matches = entries.length - damaged;
  const found = texts.found(matches, format.integer(matches));
  useEffect(() => {
    if (status === 'done') announce(found);
  }, [status, found]);
  const goOn = (): void => void continueSearch(store, tee);
  return (
    <div className="search-status">
      {failure === undefined ? null : <FailureNotice failure={failure} trace={trace} />}
      {status === 'busy' ? (
        <div className="export-progress">
          <Progress
            label={texts.label}
            text={texts.searching(format.integer(scanned), format.integer(total), found)}
            value={scanned}
            max={total}
          />
          <Button small onPress={() => stopSearch(store)}>
            {m.common.cancel}
          </Button>
        </div>
      ) : (
        <p className="row">
          <span className="soft tabular">
            {status === 'done' ? found : texts.stopped(format.integer(scanned), format.integer(total), found)}
          </span>
          {status === 'stopped' || status === 'failed' ? (
            <Button small isDisabled={state !== 'connected'} onPress={goOn}>
              {texts.goOn}
            </Button>
          ) : null}
        </p>
      )}
      {status === 'full' ? <p className="soft">{texts.full(format.integer(entries.length))}</p> : null}
      {damaged === 0 ? null : <p className="soft">{texts.damaged(damaged, format.integer(damaged))}</p>}
    </div>
  );
}
