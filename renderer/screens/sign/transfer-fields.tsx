// A payment of coins, with data for a contract where somebody needs it.
import { useStore } from 'zustand';
import { CHAINS } from '../../app/chains.ts';
import { useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { RecipientBook } from '../../signing/recipient-book.tsx';
import { recipientWords } from '../../signing/recipient-words.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { amountWords, dataWords, gasWords } from './field-words.ts';
import { chooseNetwork, editData, editNonce, editTransfer } from './form-actions.ts';
import type { SignStore } from './sign-store.ts';

export interface TransferFieldsProps {
  readonly store: SignStore;
  readonly collector: BehaviourCollector;
}

export function TransferFields({ store, collector }: TransferFieldsProps) {
  const { m, format } = useI18n();
  const tee = useTee();
  const { attempted, values } = useStore(store);
  const signers = useStore(store.signer, (state) => state.signers);
  const { transfer } = values;
  return (
    <>
      <div className="signing-recipient">
        <TextField
          name="recipient"
          mono
          label={m.assess.recipient}
          value={transfer.recipient}
          onChange={(recipient) => editTransfer(store, { recipient })}
          {...recipientWords(m, transfer.recipient, attempted, signers)}
        />
        {signers === undefined ? null : (
          <RecipientBook
            signers={signers}
            onChoose={(recipient) => {
              collector.chosen('recipient', recipient.length);
              editTransfer(store, { recipient });
            }}
          />
        )}
      </div>
      <div className="field-pair">
        <TextField
          name="amount"
          label={m.assess.amount}
          unit={m.assess.amountUnit}
          inputMode="decimal"
          value={transfer.amount}
          onChange={(amount) => editTransfer(store, { amount })}
          {...amountWords(m, format, transfer, attempted)}
        />
        <SelectField
          label={m.assess.network}
          value={transfer.chainId}
          options={CHAINS}
          onChange={(chainId) => void chooseNetwork(store, tee, chainId)}
        />
      </div>
      <GasFields store={store} />
      <TextField
        name="data"
        mono
        multiline
        label={m.sign.data}
        optional={m.common.optional}
        value={transfer.data}
        onChange={(data) => editData(store, data)}
        {...dataWords(m, transfer)}
      />
    </>
  );
}

function GasFields({ store }: { store: SignStore }) {
  const { m, format } = useI18n();
  const { transfer } = useStore(store, ({ values }) => values);
  const words = gasWords(m, format, transfer);
  return (
    <fieldset className="sign-gas">
      <legend className="field-hint">{m.sign.offline}</legend>
      <TextField
        name="nonce"
        label={m.sign.nonce}
        inputMode="numeric"
        value={transfer.nonce}
        onChange={(nonce) => editNonce(store, nonce)}
        {...words.nonce}
      />
      <TextField
        name="gasLimit"
        label={m.sign.gasLimit}
        inputMode="numeric"
        value={transfer.gasLimit}
        onChange={(gasLimit) => editTransfer(store, { gasLimit })}
        {...words.gasLimit}
      />
      <TextField
        name="maxFee"
        label={m.sign.maxFee}
        unit={m.sign.gwei}
        inputMode="decimal"
        value={transfer.maxFeeGwei}
        onChange={(maxFeeGwei) => editTransfer(store, { maxFeeGwei })}
        {...words.maxFee}
      />
      <TextField
        name="priorityFee"
        label={m.sign.priorityFee}
        unit={m.sign.gwei}
        inputMode="decimal"
        value={transfer.priorityFeeGwei}
        onChange={(priorityFeeGwei) => editTransfer(store, { priorityFeeGwei })}
        {...words.priorityFee}
      />
    </fieldset>
  );
}
