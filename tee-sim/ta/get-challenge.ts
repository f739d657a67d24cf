// GET_CHALLENGE: something fresh for the proof of OPEN_SESSION. Remembers nothing.
import { bytesToBase64Url } from '../protocol/bytes.ts';
import type { Handler } from './call.ts';

export const getChallenge: Handler<'GET_CHALLENGE'> = (_call, { challenges }) => ({
  result: { challenge: bytesToBase64Url(challenges.issue()) },
});
