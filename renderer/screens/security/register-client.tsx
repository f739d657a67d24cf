// The form that lets another program talk to the TEE: its id, the digest of its program, and what it may do.
import { useState } from 'react';
import { useStore } from 'zustand';
import {
  CLIENT_PRESETS,
  type ClientPreset,
  clientIdSchema,
  presetPermissions,
} from '../../../tee-sim/protocol/clients.ts';
import { useAuthorized } from '../../app/authorized.ts';
import { forgetChange, isUnderWay, performChange } from '../../app/section.ts';
import { ChangeFailure } from '../../app/section-parts.tsx';
import { useTee } from '../../app/tee-context.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Fact, Facts } from '../../ui/facts.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type ClientForm, hexDigestOf, isCompleteClient, permissionWords } from './client-words.ts';
import { loadClients } from './load-actions.ts';
import type { SecurityStores } from './security-store.ts';

interface RegisterClientProps {
  readonly store: SecurityStores['clients'];
  readonly onClose: () => void;
}

export function RegisterClient({ store, onClose }: RegisterClientProps) {
  const { m } = useI18n();
  const texts = m.security.clients;
  const tee = useTee();
  const authorized = useAuthorized();
  const change = useStore(store, (state) => state.change);
  const [form, setForm] = useState<ClientForm>({ clientId: '', name: '', binaryHash: '' });
  const [preset, setPreset] = useState<ClientPreset>('read-only');
  const permissions = presetPermissions(preset, timeZone());
  const register = async (): Promise<void> => {
    const clientId = hexDigestOf(form.clientId);
    const binaryHash = hexDigestOf(form.binaryHash);
    if (clientId === undefined || binaryHash === undefined) return;
    const params = {
      clientId: clientIdSchema.parse(clientId),
      name: form.name.trim(),
      binaryHash,
      permissions,
    };
    const done = await performChange(store, { tee, authorized }, 'REGISTER_CLIENT', params);
    if (done === undefined) return;
    onClose();
    await loadClients(store, tee);
  };
  const close = (): void => {
    forgetChange(store);
    onClose();
  };
  return (
    <FormDialog
      isOpen
      isWide
      title={texts.registerTitle}
      lead={texts.registerLead}
      submit={texts.registerSubmit}
      isPending={isUnderWay(change)}
      isSubmitDisabled={!isCompleteClient(form)}
      onSubmit={() => void register()}
      onCancel={close}
    >
      <ClientFields form={form} onChange={setForm} />
      <SelectField
        label={texts.preset}
        value={preset}
        options={CLIENT_PRESETS.map((id) => ({ id, name: texts.presets[id] }))}
        onChange={setPreset}
      />
      <PresetFacts permissions={permissions} />
      <ChangeFailure change={change} />
    </FormDialog>
  );
}

function ClientFields({ form, onChange }: { form: ClientForm; onChange: (form: ClientForm) => void }) {
  const { m } = useI18n();
  const texts = m.security.clients;
  const digestText = (text: string, hint: string) =>
    text !== '' && hexDigestOf(text) === undefined ? { error: texts.digestForm } : { hint };
  return (
    <>
      <TextField
        name="clientName"
        label={texts.name}
        value={form.name}
        hint={texts.nameHint}
        onChange={(name) => onChange({ ...form, name })}
      />
      <TextField
        name="clientId"
        mono
        label={texts.clientId}
        value={form.clientId}
        onChange={(clientId) => onChange({ ...form, clientId })}
        {...digestText(form.clientId, texts.clientIdHint)}
      />
      <TextField
        name="binaryHash"
        mono
        label={texts.binaryHash}
        value={form.binaryHash}
        onChange={(binaryHash) => onChange({ ...form, binaryHash })}
        {...digestText(form.binaryHash, texts.binaryHashNote)}
      />
    </>
  );
}

function PresetFacts({ permissions }: { permissions: ReturnType<typeof presetPermissions> }) {
  const { m, format, language } = useI18n();
  const texts = m.security.clients;
  const words = permissionWords(m, format, language, permissions);
  return (
    <Facts>
      <Fact term={texts.mayDo}>{words.operations}</Fact>
      <Fact term={texts.when}>{words.time}</Fact>
      <Fact term={texts.from}>{words.addresses}</Fact>
      <Fact term={texts.howOften}>{words.rate}</Fact>
    </Facts>
  );
}

function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
