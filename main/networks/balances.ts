// What accounts own, all at one block, in as few requests as the endpoint allows; and what a token says of itself.
import type { Asset } from '../../tee-sim/protocol/bindings.ts';
import { bytesToUtf8, hexToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { Address } from '../../tee-sim/protocol/payment.ts';
import { addressWord, selectorOf, stringAt, uintAt } from './abi.ts';
import { cleanForeignText } from './foreign-text.ts';
import type { Rpc, RpcCall, Settled } from './json-rpc.ts';
import { NetworkError } from './network-error.ts';
import { balanceCall, blockCall, ethCall } from './rpc-calls.ts';

const BALANCE_OF = selectorOf('balanceOf(address)');
const WORD_LENGTH = 66;

export interface Balances {
  readonly block: { number: string; hash: string; timeMs: number };
  readonly balances: { account: Address; asset: Asset; amount: string | null }[];
  readonly calls: number;
}

/** Account by account: the chain's coin, then the tokens in the order given. @throws NetworkError */
export async function readBalances(
  rpc: Rpc,
  accounts: readonly Address[],
  tokens: readonly Address[],
): Promise<Balances> {
  const block = await rpc.call(blockCall('latest'));
  if (block === null) throw new NetworkError('bad-answer');
  const questions = accounts.flatMap((account) => [
    {
      account,
      asset: 'native' as Asset,
      call: balanceCall(account, block.number) as RpcCall<bigint | string>,
    },
    ...tokens.map((token) => ({
      account,
      asset: token as Asset,
      call: balanceOf(token, account, block.number),
    })),
  ]);
  const answers = await rpc.batch(questions.map(({ call }) => call));
  return {
    block: { number: block.number.toString(), hash: block.hash, timeMs: Number(block.timestamp) * 1_000 },
    balances: questions.map(({ account, asset }, i) => ({
      account,
      asset,
      amount: asset === 'native' ? nativeAmount(answers[i]) : tokenAmount(answers[i]),
    })),
    calls: questions.length + 1,
  };
}

function balanceOf(token: Address, account: Address, block: bigint): RpcCall<bigint | string> {
  return ethCall({ to: token, data: BALANCE_OF + addressWord(account) }, block);
}

/** Every account has one: without it the whole answer is worth nothing. */
function nativeAmount(answer: Settled<bigint | string> | undefined): string {
  if (answer?.ok) return answer.value.toString();
  throw answer?.error ?? new NetworkError('bad-answer');
}

/** Exactly one word, else the contract is no token. */
function tokenAmount(answer: Settled<bigint | string> | undefined): string | null {
  if (answer === undefined) throw new NetworkError('bad-answer');
  if (!answer.ok && answer.error.reason !== 'rpc-error') throw answer.error;
  const word = answer.ok ? String(answer.value) : '';
  return word.length === WORD_LENGTH ? BigInt(word).toString() : null;
}

export interface TokenInfo {
  name?: string;
  symbol?: string;
  decimals?: number;
}

/** What is missing or absurd is left out. @throws NetworkError */
export async function readTokenInfo(rpc: Rpc, token: Address): Promise<TokenInfo> {
  const ask = (signature: string) => ethCall({ to: token, data: selectorOf(signature) }, 'latest');
  const answers = await rpc.batch([ask('name()'), ask('symbol()'), ask('decimals()')]);
  const [name, symbol, decimals] = answers.map((answer) => {
    if (!answer.ok && answer.error.reason !== 'rpc-error') throw answer.error;
    return answer.ok ? answer.value : '0x';
  });
  const info: TokenInfo = {};
  const nameText = textOf(name, 64);
  const symbolText = textOf(symbol, 32);
  const places = decimals?.length === WORD_LENGTH ? uintAt(decimals, 0) : undefined;
  if (nameText !== '') info.name = nameText;
  if (symbolText !== '') info.symbol = symbolText;
  if (places !== undefined && places <= 36n) info.decimals = Number(places);
  return info;
}

/** A string, or as early tokens have it, up to 32 bytes of text. */
function textOf(data: string | undefined, maxLength: number): string {
  if (data === undefined) return '';
  const text = data.length === WORD_LENGTH ? shortText(data) : stringAt(data, 0);
  return cleanForeignText(text ?? '', maxLength);
}

function shortText(word: string): string {
  try {
    return bytesToUtf8(hexToBytes(word.slice(2).replace(/(?:00)+$/, '')));
  } catch {
    return '';
  }
}
