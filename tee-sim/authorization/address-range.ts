// IP addresses and CIDR ranges (RFC 4632, RFC 4291): whether an address lies in a range. Pure.
// What is no address lies in no range, and what is no range holds no address.

interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface IpRange extends IpAddress {
  readonly prefixBits: number;
}

const V4_MAPPED = 0xffffn << 32n;

/** Whether the text is a range at all; bits behind its prefix may be anything. */
export function isAddressRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** An IPv4 address lies in IPv4 ranges only; one that is written as IPv6 (`::ffff:10.0.0.1`) counts as IPv4. */
export function isInRange(addressText: string, rangeText: string): boolean {
  const address = parseAddress(addressText);
  const range = parseRange(rangeText);
  if (address === undefined || range === undefined || address.bits !== range.bits) return false;
  const shift = BigInt(range.bits - range.prefixBits);
  return address.value >> shift === range.value >> shift;
}

function parseRange(text: string): IpRange | undefined {
  const [addressText = '', prefix = '', ...rest] = text.split('/');
  const parsed = parseV4(addressText) ?? parseV6(addressText);
  if (parsed === undefined || rest.length > 0 || !/^(0|[1-9][0-9]{0,2})$/.test(prefix)) return undefined;
  const prefixBits = Number(prefix);
  return prefixBits > parsed.bits ? undefined : { ...parsed, prefixBits };
}

/** Without its zone (RFC 4007 §11), which says where the address is valid, not what it is. */
function parseAddress(text: string): IpAddress | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return v4;
  const v6 = parseV6(text.replace(/%[^%]+$/, ''));
  if (v6 !== undefined && v6.value >> 32n === V4_MAPPED >> 32n) {
    return { bits: 32, value: v6.value & 0xffff_ffffn };
  }
  return v6;
}

/** Four decimal numbers without leading zeros: some read those as octal. */
function parseV4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part))) return undefined;
  if (!parts.every((part) => Number(part) <= 255)) return undefined;
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
}

/** RFC 4291 §2.2: eight groups, one run of zeros as `::`, the last two perhaps as IPv4. */
function parseV6(text: string): IpAddress | undefined {
  const [head, tail, ...more] = withoutEmbeddedV4(text)
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':')));
  if (head === undefined || more.length > 0) return undefined;
  const given = [...head, ...(tail ?? [])];
  const missing = 8 - given.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  if (!given.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...(tail ?? [])];
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return { bits: 128, value };
}

/** The same address in groups only; what is no IPv4 address stays as it is, and is no group either. */
function withoutEmbeddedV4(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const v4 = start === 0 ? undefined : parseV4(text.slice(start));
  if (v4 === undefined) return text;
  return `${text.slice(0, start)}${(v4.value >> 16n).toString(16)}:${(v4.value & 0xffffn).toString(16)}`;
}
