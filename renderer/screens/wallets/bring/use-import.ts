// What the forms of an import share: how one is sent, that its problems show once it was tried, and where the keyboard
// then goes.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { wipe } from '../../../../tee-sim/protocol/bytes.ts';
import type { CommandParams } from '../../../../tee-sim/protocol/commands.ts';
import { useAuthorized } from '../../../app/authorized.ts';
import { forgetChange, isUnderWay, performChange } from '../../../app/section.ts';
import { useTee } from '../../../app/tee-context.ts';
import type { ImportFormProps } from './import-buttons.tsx';

type ImportCommand = 'IMPORT_PHRASE' | 'IMPORT_KEY' | 'IMPORT_KEYSTORE';

export interface ImportRequest<C extends ImportCommand> {
  readonly command: C;
  readonly params: CommandParams<C>;
  /** Zeroed once they were sent. */
  readonly secrets: readonly Uint8Array[];
}

export function useImport({ run, onMade }: ImportFormProps) {
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(run, (state) => state.change);
  const form = useRef<HTMLFormElement>(null);
  const [attempted, setAttempted] = useState(false);
  // What an earlier form was told is not about this one.
  useEffect(() => forgetChange(run), [run]);

  /** `undefined`: something is wrong with the form. */
  const send = async <C extends ImportCommand>(request: ImportRequest<C> | undefined): Promise<boolean> => {
    setAttempted(request === undefined);
    if (request === undefined) {
      // The field is marked once it was rendered again.
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea)')?.focus(),
      );
      return false;
    }
    const { command, params, secrets } = request;
    try {
      const made = await performChange(run, { tee, authorized }, command, params, { secrets });
      if (made !== undefined) onMade({ name: params.name, made });
      return made !== undefined;
    } finally {
      wipe(...secrets);
    }
  };
  const onSubmit =
    (submit: () => void) =>
    (event: FormEvent): void => {
      event.preventDefault();
      if (!isUnderWay(change)) submit();
    };
  return { form, change, attempted, setAttempted, isBusy: isUnderWay(change), send, onSubmit };
}
