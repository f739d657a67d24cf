// The TA's commands for users over real storage and sessions, without the channel and the layers in front of them:
// what those let through is called here directly.

import { SessionTable } from '../../../../tee-sim/authorization/layer-2-sessions.ts';
import { heldFactors } from '../../../../tee-sim/authorization/prepared-factors.ts';
import type { Session } from '../../../../tee-sim/authorization/session.ts';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { hmacSm3 } from '../../../../tee-sim/crypto/hmac.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import { utf8ToBytes, wipe } from '../../../../tee-sim/protocol/bytes.ts';
import { clientIdSchema } from '../../../../tee-sim/protocol/clients.ts';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  commands,
} from '../../../../tee-sim/protocol/commands.ts';
import { type AuthenticationProofInput, requestProofSchema } from '../../../../tee-sim/protocol/factors.ts';
import { operationIdSchema, sessionIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import type { Call, Change, TaServices } from '../../../../tee-sim/ta/call.ts';
import { handlers } from '../../../../tee-sim/ta/commands.ts';
import { PASSWORD, UsersBoot } from '../authorization/users-fixture.ts';

const CLIENT = { id: clientIdSchema.parse('00'.repeat(32)), name: 'window', programChanged: false };
const SECRET = new Uint8Array(32).fill(7);
const DIGEST = 'A'.repeat(43);

export interface Brought {
  readonly session?: Session;
  readonly secrets?: readonly string[];
  readonly proof?: AuthenticationProofInput;
  readonly passwords?: readonly string[];
}

export class UsersTa {
  readonly boot: UsersBoot;
  readonly sessions: SessionTable;
  session: Session;

  constructor(boot = new UsersBoot()) {
    this.boot = boot;
    this.sessions = new SessionTable(
      nobleEngine,
      randomBytes,
      () => boot.nowMs,
      () => boot.policy.sessionSecurity,
    );
    this.session = this.open();
  }

  open(): Session {
    return this.sessions.open(CLIENT, 'main-window', SECRET);
  }

  /** Calls a command as the TA does once every layer said yes; commits what it changes. */
  call<C extends CommandName>(
    command: C,
    params: CommandParams<C>,
    { session = this.session, secrets = [], proof, passwords = [] }: Brought = {},
  ): CommandResult<C> {
    const call = {
      session,
      user: session.user,
      trace: new TraceRecorder(() => 0),
      requestDigest: new Uint8Array(32),
      atMs: this.boot.nowMs,
      params: commands[command].params.parse(params),
      secrets: secrets.map(utf8ToBytes),
      operationId: operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA'),
      proof: proof && requestProofSchema.parse({ payloadDigest: DIGEST, factors: proof }),
      proofPasswords: passwords.map(utf8ToBytes),
      conditions: [],
    };
    // What these commands do not look at is not there.
    const outcome = handlers[command].handle(call as unknown as Call<C>, this.#services);
    const answer = 'result' in outcome ? outcome.result : this.#commit(outcome.change);
    return commands[command].result.parse(answer) as CommandResult<C>;
  }

  /** Registers Alice through the commands themselves. */
  registerOwner(name = 'Alice') {
    const { params, prepared } = this.registration(name);
    this.call('REGISTER_OWNER', params, { secrets: [PASSWORD] });
    return prepared;
  }

  /** Prepares factors for the session and answers as a person does who wrote all of it down. */
  registration(name: string) {
    this.call('PREPARE_FACTORS', { name });
    const drawn = heldFactors(this.sessions, this.session.id);
    if (drawn === undefined) throw new Error('not prepared');
    // A person keeps the secret that the session wipes.
    const prepared = { ...drawn, oneTimeSecret: drawn.oneTimeSecret.slice() };
    const checkedWords = prepared.wordsToCheck.map((place) => prepared.words[place] ?? '');
    return { prepared, params: { name, oneTimeCode: this.boot.code(prepared), checkedWords } };
  }

  /** A session that Alice is logged in to by password; from then on `session`. */
  login(user = 'Alice', password = PASSWORD): Session {
    const proof = { factor: 'password', user } as const;
    const id = this.call('AUTHENTICATE_USER', {}, { proof, passwords: [password] }).sessionId;
    this.session = this.find(id);
    return this.session;
  }

  /** As it stands now; fails when it is over. */
  find(id: string): Session {
    const macInput = new Uint8Array(0);
    const mac = hmacSm3(nobleEngine, SECRET, macInput);
    const sessionId = sessionIdSchema.parse(id);
    const found = this.sessions.authenticate({ sessionId, channelId: 'main-window', mac, macInput });
    if (found === undefined) throw new Error('session is over');
    return found;
  }

  get #services(): TaServices {
    const { boot, sessions } = this;
    const { storage, clock, users, authenticator, lockOuts, runningTime, policy } = boot;
    const shared = { storage, clock, users, authenticator, lockOuts, runningTime, sessions };
    const services = { ...shared, engine: nobleEngine, random: randomBytes, policy: { current: policy } };
    return services as unknown as TaServices;
  }

  #commit<R>(change: Change<R>): R {
    try {
      const value = this.boot.storage.write((tx) => {
        const { log, result } = change.store(tx);
        return { log, value: result };
      });
      change.committed?.();
      return value;
    } finally {
      wipe(...change.plaintexts);
    }
  }
}
