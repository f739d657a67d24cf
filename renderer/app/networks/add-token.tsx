// Adds a token's contract to what is shown: looked up first, so that its claims are seen before they are taken.
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Address, addressSchema } from '../../../tee-sim/protocol/payment.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type Answer, answerOf, type NetworkCalls } from './answer.ts';
import { addToken, claimsAnything, type KnownToken, tokenProblem } from './known-tokens.ts';
import { useNetworkServices } from './network-services.ts';
import type { NetworkView } from './networks-store.ts';
import { TroubleNotice } from './trouble-notice.tsx';
import { useAsked } from './use-asked.ts';

export function AddToken({ network }: { network: NetworkView }) {
  const { m } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button small onPress={() => setOpen(true)}>
        <Icon name="plus" />
        {m.balances.addToken}
      </Button>
      {isOpen ? <AddTokenDialog network={network} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function AddTokenDialog({ network, onClose }: { network: NetworkView; onClose: () => void }) {
  const { m } = useI18n();
  const { calls, tokens } = useNetworkServices();
  const { chainId } = network;
  const known = useStore(tokens, (state) => state.tokens);
  const { asked, ask, forget } = useAsked<KnownToken>();
  const [address, setAddress] = useState('');
  const [attempted, setAttempted] = useState(false);
  const problem = tokenProblem(address, chainId, known);
  const found = asked.status === 'answered' && claimsAnything(asked.value) ? asked.value : undefined;
  const lookUp = (task: string): Promise<Answer<KnownToken>> =>
    claimsOf(calls, { chainId, token: addressSchema.parse(address.trim()), task });
  const submit = (): void => {
    setAttempted(true);
    if (problem !== undefined) return;
    if (found === undefined) return void ask(lookUp);
    addToken(tokens, found);
    onClose();
  };
  const { token: words } = m.balances;
  return (
    <FormDialog
      isOpen
      title={words.title(network.name)}
      lead={words.lead}
      submit={found === undefined ? words.lookUp : words.add}
      isPending={asked.status === 'busy'}
      isCancellable
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextField
        name="token"
        mono
        label={words.address}
        hint={words.addressHint}
        value={address}
        onChange={(typed) => {
          forget();
          setAddress(typed);
        }}
        error={attempted && problem !== undefined ? words.errors[problem] : undefined}
      />
      {asked.status === 'failed' ? <TroubleNotice trouble={asked.trouble} /> : null}
      {asked.status === 'busy' ? <p className="faint">{m.balances.asking}</p> : null}
      {found === undefined ? null : <Claims token={found} />}
      {asked.status === 'answered' && found === undefined ? (
        <Notice kind="warn">
          <p>{words.noToken}</p>
        </Notice>
      ) : null}
    </FormDialog>
  );
}

/** What the contract says of itself, with where it is. Never rejects. */
async function claimsOf(
  calls: Pick<NetworkCalls, 'tokenInfo'>,
  question: { readonly chainId: number; readonly token: Address; readonly task: string },
): Promise<Answer<KnownToken>> {
  const answer = await answerOf(calls.tokenInfo(question));
  const { chainId, token } = question;
  return answer.ok ? { ok: true, value: { ...answer.value, chainId, address: token } } : answer;
}

function Claims({ token: { name, symbol, decimals } }: { token: KnownToken }) {
  const { m, format } = useI18n();
  const { token: words } = m.balances;
  return (
    <Facts>
      <Fact term={words.name} note={m.balances.claimed}>
        <span dir="auto">{name ?? words.saysNothing}</span>
      </Fact>
      <Fact term={words.symbol}>
        <span dir="auto">{symbol ?? words.saysNothing}</span>
      </Fact>
      <Fact term={words.decimals} note={decimals === undefined ? words.noDecimals : undefined}>
        {decimals === undefined ? words.saysNothing : format.integer(decimals)}
      </Fact>
    </Facts>
  );
}
