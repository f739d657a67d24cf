// A TEE with its owner logged in, for tests of commands that need one: calls at each level, and other users.
import type { CommandName } from '../../../../tee-sim/protocol/commands.ts';
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import type { TestAnswer, TestSession } from '../../../helpers/seal-request.ts';
import { type CallOptions, operationId, TestTee } from '../../../helpers/tee-in-process.ts';
import { TestClientIdentity } from '../../../helpers/test-client.ts';
import type { TestUser } from '../../../helpers/test-user.ts';

export interface Person {
  readonly user: TestUser;
  readonly session: TestSession;
}

export class Device {
  readonly tee = new TestTee();
  readonly owner: Person;

  constructor() {
    const { owner, session } = this.tee.withOwner();
    this.owner = { user: owner, session };
  }

  /** Another user, registered by the owner and logged in over a session of their own. */
  addUser(name: string): Person {
    const user = this.tee.register(this.owner.session, { name, by: 'REGISTER_USER' });
    return { user, session: this.tee.login(this.tee.openSession(), user) };
  }

  /** Without any factor in the request. */
  plain(command: CommandName, params: unknown, options: CallOptions & { by?: Person } = {}): TestAnswer {
    const { by = this.owner, ...rest } = options;
    const id = commands[command].changesState ? operationId() : undefined;
    const answer = this.tee.call(command, params, { session: by.session, operationId: id, ...rest });
    // Results are sent as they are: parsing them must change nothing.
    if (answer.code === 'SUCCESS') commands[command].result.parse(answer.body);
    return answer;
  }

  /** With one factor. */
  enhanced(command: CommandName, params: unknown, options: { by?: Person } = {}): TestAnswer {
    const { by = this.owner } = options;
    const proof = by.user.proof(this.tee.machine.wall, 'password');
    return this.plain(command, params, { ...options, proof });
  }

  /** With two. */
  maximum(command: CommandName, params: unknown, options: CallOptions & { by?: Person } = {}): TestAnswer {
    const { by = this.owner } = options;
    return this.plain(command, params, { ...options, proof: this.tee.twoFactors(by.user) });
  }

  /** Every answered record of the log of this kind, the newest first. */
  log(kind: string): Record<string, unknown>[] {
    const params = { filter: { kinds: [kind] }, limit: 200, content: 'record' };
    const { rows } = this.plain('SEARCH_RISK_LOGS', params).body as { rows: { record: string }[] };
    return rows.map(({ record }) => JSON.parse(record) as Record<string, unknown>);
  }
}

/** `CODE reason layer` of a refusal. */
export function refused({ code, reason, layer }: TestAnswer): string {
  return [code, reason, ...(layer === undefined ? [] : [layer])].join(' ');
}

export const OTHER_CLIENT = new TestClientIdentity(2);
