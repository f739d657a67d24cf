// What an endpoint's refusal of a signed transaction means. Only what a node is known to say when it surely did not take
// it counts as refused; everything else may have left. "Not sent" is said only where no connection ever stood: whoever
// answers, with whichever status, has read the transaction, and may have passed it on before it was turned away by
// another (a gateway hands on its node's 401, 403 and 429, and a redirect comes after the body as well).
import type { NetworkError } from './network-error.ts';

export type SendOutcome =
  /** It has it, or had it already. */
  | 'accepted'
  /** This node will not take it as it is. */
  | 'refused'
  /** Its nonce is used: perhaps by itself. */
  | 'nonce-used'
  | 'not-sent'
  | 'unknown';

const KNOWN_ALREADY =
  /already known|known transaction|already imported|already exists|transaction already in/i;
const NONCE_USED = /nonce (?:is )?too low|invalid nonce.*lower|old nonce|nonce has already been used/i;
const REFUSED = new RegExp(
  [
    'insufficient (?:funds|balance)',
    'underpriced',
    'intrinsic gas',
    'exceeds? (?:the )?(?:block )?gas limit',
    'gas limit (?:is )?too (?:high|low)',
    'gas too low',
    'fee cap',
    'fee too low',
    'less than (?:the )?(?:block )?base ?fee',
    'tip (?:is )?(?:above|higher than)',
    'priority fee',
    'invalid (?:sender|signature|chain ?id|transaction)',
    'wrong chain',
    'not supported',
    'unsupported',
    'oversized',
    'too large',
    'max initcode',
    'nonce too high',
    'gapped',
    'exceeds the configured cap',
    'txpool is full',
    // ERC-4337: AA21 didn't pay prefund, AA24 signature error, …
    String.raw`\bAA\d\d\b`,
    'revert',
  ].join('|'),
  'i',
);
/** ERC-7769: refused by simulation, paymaster, opcodes, time range, throttling, stake, aggregator, signature. */
const BUNDLER_CODES = new Set([-32_500, -32_501, -32_502, -32_503, -32_504, -32_505, -32_506, -32_507]);

export function sendOutcomeOf({ reason, problem, mayHaveArrived }: NetworkError): SendOutcome {
  if (reason !== 'rpc-error') return mayHaveArrived ? 'unknown' : 'not-sent';
  const { code, message } = problem.rpc ?? { code: 0, message: '' };
  if (KNOWN_ALREADY.test(message)) return 'accepted';
  if (NONCE_USED.test(message)) return 'nonce-used';
  return REFUSED.test(message) || BUNDLER_CODES.has(code) ? 'refused' : 'unknown';
}
