// Why a call failed, from what the node gives: Solidity's Error(string) and Panic(uint256), custom errors by selector.
import type { RevertInput } from '../../preload/networks.ts';
import { selectorOf, stringAt, uintAt } from './abi.ts';
import { cleanForeignText } from './foreign-text.ts';
import type { NetworkError } from './network-error.ts';

const ERROR = selectorOf('Error(string)');
const PANIC = selectorOf('Panic(uint256)');

/** Errors of standards: ERC-6093, ERC-4337, and what most contracts take from them. */
const KNOWN = new Map(
  [
    'ERC20InsufficientBalance(address,uint256,uint256)',
    'ERC20InvalidSender(address)',
    'ERC20InvalidReceiver(address)',
    'ERC20InsufficientAllowance(address,uint256,uint256)',
    'ERC20InvalidApprover(address)',
    'ERC20InvalidSpender(address)',
    'ERC721InvalidOwner(address)',
    'ERC721NonexistentToken(uint256)',
    'ERC721IncorrectOwner(address,uint256,address)',
    'ERC721InvalidSender(address)',
    'ERC721InvalidReceiver(address)',
    'ERC721InsufficientApproval(address,uint256)',
    'ERC1155InsufficientBalance(address,uint256,uint256,uint256)',
    'ERC1155InvalidReceiver(address)',
    'ERC1155MissingApprovalForAll(address,address)',
    'ERC2612ExpiredSignature(uint256)',
    'ERC2612InvalidSigner(address,address)',
    'OwnableUnauthorizedAccount(address)',
    'AccessControlUnauthorizedAccount(address,bytes32)',
    'EnforcedPause()',
    'ReentrancyGuardReentrantCall()',
    'FailedOp(uint256,string)',
    'FailedOpWithRevert(uint256,string,bytes)',
  ].map((signature) => [selectorOf(signature), signature]),
);

/** `undefined` when the node's error is not a revert. */
export function revertOf({ reason, data, problem }: NetworkError): RevertInput | undefined {
  if (reason !== 'rpc-error') return undefined;
  const bytes = revertData(data);
  if (bytes !== undefined && bytes.length >= 10) return decodeRevert(bytes);
  const message = problem.rpc?.message ?? '';
  const said = /^(?:vm exception while processing transaction: )?(?:execution )?reverted?(?:: ?(.*))?$/i.exec(
    message,
  );
  if (said === null)
    return /revert|invalid opcode|out of gas/i.test(message) ? { kind: 'silent' } : undefined;
  return said[1] ? { kind: 'text', text: said[1] } : { kind: 'silent' };
}

/** Some nodes give the bytes as `data`, some one level deeper. */
function revertData(data: unknown): string | undefined {
  const inner = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
  return typeof inner === 'string' && /^0x(?:[0-9a-fA-F]{2})*$/.test(inner) ? inner.toLowerCase() : undefined;
}

/** `data` is `0x…` text of at least a selector. */
export function decodeRevert(data: string): RevertInput {
  const selector = data.slice(0, 10);
  const rest = `0x${data.slice(10)}`;
  const text = selector === ERROR ? stringAt(rest, 0) : undefined;
  if (text !== undefined) return { kind: 'text', text: cleanForeignText(text, 300) };
  const code = selector === PANIC ? uintAt(rest, 0) : undefined;
  if (code !== undefined) return { kind: 'panic', code: code.toString() };
  const name = KNOWN.get(selector);
  return { kind: 'custom', selector, ...(name === undefined ? {} : { name }) };
}
