// The demo's device owner: registered with two factors that the demo makes up, shows itself, and forgets.
import { InvokeError } from '../tee-sim/client/errors.ts';
import type { ShownFactors } from '../tee-sim/client/one-request.ts';
import type { TeeClient } from '../tee-sim/client/tee-client.ts';
import { randomBytes } from '../tee-sim/crypto/random.ts';
import type { WalletId } from '../tee-sim/protocol/bindings.ts';
import { bytesToBase64Url, utf8ToBytes, wipe } from '../tee-sim/protocol/bytes.ts';
import { codeAt } from './authenticator.ts';
import type { DemoPart } from './demo-parts.ts';
import { CheckFailed } from './failures.ts';

type Tell = (part: DemoPart) => void;

const NAME = 'Demo owner';
/** A one-time code works once. The TEE takes the next one before its time too: that one is for the second proof. */
const STEP_MS = 30_000;

export class DemoOwner {
  readonly #client: TeeClient;
  readonly #tell: Tell;
  readonly #password = utf8ToBytes(`demo ${bytesToBase64Url(randomBytes(18))}`);
  #oneTimeSecret = '';
  /** What must not be readable in anything that the TEE wrote. */
  readonly secrets: string[] = [];

  constructor(client: TeeClient, tell: Tell) {
    this.#client = client;
    this.#tell = tell;
  }

  async register(): Promise<void> {
    const client = this.#client;
    const prepared = (await client.invoke('PREPARE_FACTORS', { name: NAME })).result;
    const { oneTimeCodeSecret, recoveryCodes, recoveryWords, wordsToCheck } = prepared;
    this.#oneTimeSecret = oneTimeCodeSecret;
    this.secrets.push(oneTimeCodeSecret, ...recoveryCodes, recoveryWords.join(' '));
    const oneTimeCode = codeAt(oneTimeCodeSecret, Date.now());
    const checkedWords = wordsToCheck.map((index) => recoveryWords[index] ?? '');
    await client.invoke(
      'REGISTER_OWNER',
      { name: NAME, oneTimeCode, checkedWords },
      { secrets: [this.#password] },
    );
    const factors = { factor: 'password', user: NAME } as const;
    const { user } = (await client.login(factors, [this.#password])).result;
    const enrolled = user.factors.map(({ factor }) => factor);
    this.#tell({ part: 'owner', name: user.name, role: user.role, factors: enrolled });
  }

  /** Deleting a wallet needs two factors for exactly that: denied without, done with them. @throws CheckFailed */
  async showStepUp(walletId: WalletId): Promise<void> {
    const client = this.#client;
    const denial = await client.invoke('DELETE_WALLET', { walletId }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(denial instanceof InvokeError) || denial.layer === undefined || denial.reason === undefined) {
      throw denial ?? new CheckFailed('SECURITY', 'step-up-asked-for');
    }
    const { code, layer, reason, trace } = denial;
    const denials = trace.filter(({ outcome }) => outcome === 'deny');
    this.#tell({ part: 'denied', command: 'DELETE_WALLET', code, layer, reason, denials });
    const { exchange } = await client.invoke('DELETE_WALLET', { walletId }, { proof: this.#bothFactors() });
    const factors = ['password', 'one-time-code'] as const;
    this.#tell({ part: 'stepped-up', command: 'DELETE_WALLET', factors, trace: exchange.trace });
  }

  destroy(): void {
    wipe(this.#password);
  }

  #bothFactors(): ShownFactors {
    const code = codeAt(this.#oneTimeSecret, Date.now() + STEP_MS);
    return {
      factors: {
        factor: 'multi-factor',
        primary: { factor: 'password', user: NAME },
        secondary: { factor: 'one-time-code', user: NAME, code },
      },
      passwords: [this.#password],
    };
  }
}
