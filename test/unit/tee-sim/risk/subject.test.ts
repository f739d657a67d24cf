import { describe, expect, it } from 'vitest';
import type { Decoded, PartyRole } from '../../../../tee-sim/protocol/decoded.ts';
import { type Address, addressSchema, paymentSchema } from '../../../../tee-sim/protocol/payment.ts';
import { subjectOf as subjectFor, subjectOfPayment } from '../../../../tee-sim/risk/subject.ts';

const ZERO = address('0');

const SIGNER = address('e');
const subjectOf = (decoded: Decoded) => subjectFor(decoded, SIGNER);

function address(digit: string): Address {
  return addressSchema.parse(`0x${digit.repeat(40)}`);
}

function decoded(parties: readonly [PartyRole, Address][], change: Partial<Decoded> = {}): Decoded {
  return {
    kind: 'contract-call',
    chainId: 1,
    parties: parties.map(([role, party]) => ({ role, address: party })),
    amounts: [],
    flags: [],
    inner: [],
    ...change,
  };
}

const native = (amount: bigint) => ({ asset: 'native' as const, amount, unlimited: false });

describe('whom a signature is judged for', () => {
  it('takes who receives before who may spend, a delegate, and a contract', () => {
    const [a, b, c, d] = ['1', '2', '3', '4'].map(address);
    if (!a || !b || !c || !d) throw new Error('unreachable');
    const roles: [PartyRole, Address][] = [
      ['contract', a],
      ['delegate', b],
      ['spender', c],
      ['recipient', d],
    ];
    expect(subjectOf(decoded(roles))).toMatchObject({ recipient: d, others: [c, b], contracts: [a] });
    expect(subjectOf(decoded(roles.slice(0, 3))).recipient).toBe(c);
    expect(subjectOf(decoded(roles.slice(0, 2))).recipient).toBe(b);
    expect(subjectOf(decoded(roles.slice(0, 1)))).toMatchObject({ recipient: a, others: [], contracts: [] });
  });

  it('takes nobody who only gives, owns or carries', () => {
    const roles = (['owner', 'authority', 'account', 'entry-point', 'paymaster'] as const).map(
      (role): [PartyRole, Address] => [role, address('1')],
    );
    expect(subjectOf(decoded(roles))).toMatchObject({ recipient: undefined, others: [], contracts: [] });
  });

  it('looks through inner calls: everybody once, every flag, every asset, but nothing unlimited', () => {
    const inner = [
      decoded([['recipient', address('1')]], { amounts: [native(3n)], flags: ['value-with-call'] }),
      decoded([['recipient', address('2')]], { amounts: [native(4n)], flags: ['blind'] }),
      decoded([['spender', address('1')]], { amounts: [{ ...native(9n), asset: address('9') }] }),
      decoded([], { amounts: [{ asset: address('9'), amount: 1n << 200n, unlimited: true }, native(0n)] }),
    ];
    const subject = subjectOf(decoded([], { kind: 'user-operation', inner, flags: ['absurd-fee'] }));
    expect(subject).toEqual({
      chainId: 1,
      recipient: address('1'),
      others: [address('2')],
      contracts: [],
      amounts: [
        { asset: 'native', amount: 7n },
        { asset: address('9'), amount: 9n },
      ],
      flags: new Set(['absurd-fee', 'value-with-call', 'blind']),
    });
  });

  it('takes neither the signer nor the contract account that it signs for: what comes back leaves nobody', () => {
    const parties: [PartyRole, Address][] = [
      ['account', address('6')],
      ['recipient', SIGNER],
      ['spender', address('6')],
      ['contract', address('7')],
    ];
    expect(subjectOf(decoded(parties))).toMatchObject({ recipient: address('7'), others: [], contracts: [] });
    expect(subjectOf(decoded(parties.slice(0, 3))).recipient).toBeUndefined();
    // Only the operation itself says whose account it is.
    const inner = [decoded([['account', address('6')]]), decoded([['recipient', address('6')]])];
    expect(subjectOf(decoded([], { inner })).recipient).toBe(address('6'));
  });

  it('has no chain where none binds it', () => {
    const { chainId: _chainId, ...chainless } = decoded([]);
    expect(subjectOf(chainless).chainId).toBeUndefined();
  });
});

describe('the zero address', () => {
  const flags = ['zero-address'] as const;

  it('as a recipient is held against it, but is nobody to know', () => {
    const subject = subjectOf(decoded([['recipient', ZERO]], { kind: 'native-transfer', flags }));
    expect(subject.flags).toContain('zero-address');
    expect(subject.recipient).toBeUndefined();
  });

  it.each(['delegation', 'collectible-approval'] as const)('of a %s takes back what was given', (kind) => {
    const role = kind === 'delegation' ? 'delegate' : 'spender';
    expect(subjectOf(decoded([[role, ZERO]], { kind, flags })).flags).not.toContain('zero-address');
  });

  it('is held against a call beside such a delegation', () => {
    const inner = [
      decoded([['recipient', ZERO]], { kind: 'native-transfer', flags }),
      decoded([['delegate', ZERO]], { kind: 'delegation', flags }),
    ];
    expect(subjectOf(decoded([], { kind: 'delegation', inner })).flags).toContain('zero-address');
  });

  it('of a payment that is only asked about is one too', () => {
    const payment = (to: string) => paymentSchema.parse({ chainId: 5, to, amountWei: '7', note: '' });
    expect(subjectOfPayment(payment(ZERO)).flags).toEqual(new Set(['zero-address']));
    expect(subjectOfPayment(payment(address('1')))).toEqual({
      chainId: 5,
      recipient: address('1'),
      amounts: [{ asset: 'native', amount: 7n }],
      flags: new Set(),
    });
  });
});
