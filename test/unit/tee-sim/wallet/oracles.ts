// Our transactions in the words of viem and of ethers.
import { ethers } from 'ethers';
import type { TransactionSerializable } from 'viem';
import type { Address } from '../../../../tee-sim/protocol/payment.ts';
import { type AccountKey, addressOfKey } from '../../../../tee-sim/wallet/account-key.ts';
import type { SignedAuthorization, Transaction } from '../../../../tee-sim/wallet/transaction.ts';
import { toHex, uintToBytes } from '../../../../tee-sim/wallet/uint.ts';

export const hex = (bytes: Uint8Array): `0x${string}` => toHex(bytes) as `0x${string}`;
/** viem's type of an address. */
export const at = (address: Address) => address as Address & `0x${string}`;
/** What signs for the account of `privateKey`. */
export const keyOf = (privateKey: Uint8Array): AccountKey => ({
  privateKey,
  address: addressOfKey(privateKey),
});
const word = (value: bigint): `0x${string}` => hex(uintToBytes(value, 32));

/** viem's nonce is a number: only nonces that are safe integers can be asked of it. */
export function forViem(transaction: Transaction): TransactionSerializable {
  const { chainId, data, gasLimit: gas, nonce, to, valueWei: value } = transaction;
  const common = {
    chainId,
    data: hex(data),
    gas,
    nonce: Number(nonce),
    value,
    ...(to === null ? {} : { to: at(to) }),
  };
  if (transaction.type === 'legacy') return { ...common, type: 'legacy', gasPrice: transaction.gasPriceWei };
  const accessList = transaction.accessList.map(({ address, storageKeys }) => ({
    address: at(address),
    storageKeys: storageKeys.map(hex),
  }));
  if (transaction.type === 'eip2930') {
    return { ...common, type: 'eip2930', gasPrice: transaction.gasPriceWei, accessList };
  }
  const fees = {
    maxFeePerGas: transaction.maxFeePerGasWei,
    maxPriorityFeePerGas: transaction.maxPriorityFeePerGasWei,
  };
  if (transaction.type === 'eip1559') return { ...common, type: 'eip1559', ...fees, accessList };
  const authorizationList = transaction.authorizationList.map((signed) => ({
    chainId: signed.chainId,
    address: at(signed.address),
    nonce: Number(signed.nonce),
    r: word(signed.signature.r),
    s: word(signed.signature.s),
    yParity: signed.signature.yParity,
  }));
  return { ...common, type: 'eip7702', ...fees, accessList, authorizationList };
}

export function forEthers(transaction: Transaction): ethers.Transaction {
  const result = new ethers.Transaction();
  const types = { legacy: 0, eip2930: 1, eip1559: 2, eip7702: 4 } as const;
  result.type = types[transaction.type];
  result.chainId = transaction.chainId;
  result.nonce = Number(transaction.nonce);
  result.gasLimit = transaction.gasLimit;
  result.value = transaction.valueWei;
  result.data = hex(transaction.data);
  result.to = transaction.to;
  if (transaction.type === 'legacy' || transaction.type === 'eip2930') {
    result.gasPrice = transaction.gasPriceWei;
  } else {
    result.maxFeePerGas = transaction.maxFeePerGasWei;
    result.maxPriorityFeePerGas = transaction.maxPriorityFeePerGasWei;
  }
  if (transaction.type !== 'legacy') {
    result.accessList = transaction.accessList.map((entry) => ({
      address: entry.address,
      storageKeys: entry.storageKeys.map(hex),
    }));
  }
  if (transaction.type === 'eip7702') {
    result.authorizationList = transaction.authorizationList.map(authorizationForEthers);
  }
  return result;
}

function authorizationForEthers(signed: SignedAuthorization): ethers.Authorization {
  const { r, s, yParity } = signed.signature;
  return {
    address: signed.address,
    nonce: signed.nonce,
    chainId: BigInt(signed.chainId),
    signature: ethers.Signature.from({ r: word(r), s: word(s), yParity }),
  };
}
