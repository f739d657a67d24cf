import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAddressRange, isInRange } from '../../../../tee-sim/authorization/address-range.ts';

it.each([
  ['10.0.0.0', '10.0.0.0/8'],
  ['10.255.255.255', '10.0.0.0/8'],
  ['10.1.2.3', '10.9.9.9/8'],
  ['192.168.1.5', '192.168.1.5/32'],
  ['203.0.113.9', '0.0.0.0/0'],
  ['fd12:3456::1', 'fc00::/7'],
  ['2001:db8::1', '2001:0DB8:0:0:0:0:0:0/32'],
  ['::1', '::1/128'],
  ['fe80::1%eth0', 'fe80::/10'],
  ['::ffff:10.1.2.3', '10.0.0.0/8'],
  ['::ffff:a01:203', '10.0.0.0/8'],
  ['2001:db8::10.0.0.1', '2001:db8::a00:1/128'],
])('%s lies in %s', (address, range) => {
  expect(isInRange(address, range)).toBe(true);
});

it.each([
  ['11.0.0.0', '10.0.0.0/8'],
  ['9.255.255.255', '10.0.0.0/8'],
  ['192.168.1.4', '192.168.1.5/32'],
  ['::1', '0.0.0.0/0'],
  ['10.0.0.1', '::/0'],
  ['::ffff:10.0.0.1', '::/0'],
  ['2001:db9::', '2001:db8::/32'],
  ['fe80::1', 'fc00::/7'],
  ['', '0.0.0.0/0'],
  ['10.0.0', '10.0.0.0/8'],
  ['010.0.0.1', '0.0.0.0/0'],
  ['10.0.0.1 ', '0.0.0.0/0'],
  ['10.0.0.256', '0.0.0.0/0'],
  ['1:2:3:4:5:6:7:8:9', '::/0'],
  ['1::2::3', '::/0'],
  ['localhost', '0.0.0.0/0'],
])('%j does not lie in %s', (address, range) => {
  expect(isInRange(address, range)).toBe(false);
});

it.each([
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '::/129',
  'fe80::1%eth0/10',
  ':::/0',
  '12345::/16',
  '1:2:3:4:5:6:7:8::/0',
  '1:2:3:4:5:6:7/0',
  ':1:2:3:4:5:6:7/0',
  '10.0.0.1::/8',
  '/0',
])('%j is no range', (text) => {
  expect(isAddressRange(text)).toBe(false);
  expect(isInRange('10.0.0.1', text) || isInRange('fe80::1', text)).toBe(false);
});

const v4 = fc.ipV4();
const v6 = fc.ipV6();

it.each([
  ['ipv4', v4, 32],
  ['ipv6', v6, 128],
] as const)('agrees with the system about %s', (family, addresses, bits) => {
  fc.assert(
    fc.property(addresses, addresses, fc.integer({ min: 0, max: bits }), (address, net, prefix) => {
      fc.pre(isIP(address) !== 0 && isIP(net) !== 0 && !/^::ffff:/i.test(address));
      const list = new BlockList();
      list.addSubnet(net, prefix, family);
      expect(isInRange(address, `${net}/${prefix}`)).toBe(list.check(address, family));
      expect(isInRange(net, `${net}/${prefix}`) || /^::ffff:/i.test(net)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
