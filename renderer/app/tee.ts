// The part of the connection that screens use for commands; tests stand in for it.
import type { TeeConnection } from './tee-connection.ts';

export type Tee = Pick<TeeConnection, 'invoke' | 'findOutcome' | 'whenOpen'>;
