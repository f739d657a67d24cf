// Over which network, and which of its coins or tokens. A token's name is its own claim, so its address stands with it.
import { useStore } from 'zustand';
import { tokensOf } from '../../app/networks/known-tokens.ts';
import { shortAddress } from '../../i18n/decoded-sentence.ts';
import { useI18n } from '../../i18n/use-i18n.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { chooseAsset, chooseNetwork, type Known } from './form-actions.ts';
import type { SendStore } from './send-store.ts';

export function NetworkFields({ store, known }: { store: SendStore; known: Known }) {
  const { m } = useI18n();
  const { chainId, asset } = useStore(store, ({ values }) => values);
  const network = known.networks.find((each) => each.chainId === chainId);
  if (network === undefined) return null;
  const tokens = tokensOf(known.tokens, network.chainId);
  const coin = m.send.coin({ symbol: network.symbol, network: network.name });
  return (
    <div className="field-pair">
      <SelectField
        label={m.send.network}
        value={network.chainId}
        options={known.networks.map((each) => ({
          id: each.chainId,
          name: m.sign.networkName({ name: each.name, id: String(each.chainId) }),
        }))}
        onChange={(chosen) => chooseNetwork(store, chosen)}
      />
      <SelectField<string>
        label={m.send.asset}
        value={asset}
        options={[
          { id: 'native', name: coin },
          ...tokens.map(({ address, symbol, name }) => ({
            id: address as string,
            name: m.send.token({
              name: symbol ?? name ?? m.balances.unnamed,
              address: shortAddress(address),
            }),
          })),
        ]}
        onChange={(chosen) =>
          chooseAsset(store, tokens.find(({ address }) => address === chosen)?.address ?? 'native')
        }
      />
    </div>
  );
}
