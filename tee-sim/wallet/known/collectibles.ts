// Well-known collections: standard, name, contract. Facts only, each certain.
import type { TokenStandard } from '../decoded.ts';

export type CollectionRow = readonly [standard: TokenStandard, name: string, contract: string];

const UNISWAP_POSITIONS: CollectionRow = [
  'erc721',
  'Uniswap V3 positions',
  '0xC36442b4a4522E871399CD717aBDD847Ab11FE88',
];

export const KNOWN_COLLECTIONS: Readonly<Record<number, readonly CollectionRow[]>> = {
  // Ethereum
  1: [
    ['erc721', 'Bored Ape Yacht Club', '0xBC4CA0EdA7647A8aB7C2061c2E118A18a936f13D'],
    ['erc721', 'Mutant Ape Yacht Club', '0x60E4d786628Fea6478F785A6d7e704777c86a7c6'],
    ['erc721', 'Azuki', '0xED5AF388653567Af2F388E6224dC7C4b3241C544'],
    ['erc721', 'Pudgy Penguins', '0xBd3531dA5CF5857e7CfAA92426877b022e612cf8'],
    ['erc721', 'Doodles', '0x8a90CAb2b38dba80c64b7734e58Ee1dB38B8992e'],
    ['erc721', 'ENS names', '0x57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85'],
    ['erc1155', 'ENS wrapped names', '0xD4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401'],
    UNISWAP_POSITIONS,
  ],
  // OP Mainnet, Polygon, Arbitrum One
  10: [UNISWAP_POSITIONS],
  137: [UNISWAP_POSITIONS],
  42161: [UNISWAP_POSITIONS],
};
