// A node in front of another: passes everything on, and keeps what is to be sent until it is let go.
import type { ServerResponse } from 'node:http';
import { type Asked, HostileNode } from './hostile-node.ts';

const SENDING = 'eth_sendRawTransaction';

export class HoldingNode {
  readonly #behind: string;
  readonly #front: HostileNode;
  #open = Promise.withResolvers<void>();

  private constructor(front: HostileNode, behind: string) {
    this.#front = front;
    this.#behind = behind;
    this.#open.resolve();
    front.behave = (asked, response) => this.#pass(asked, response);
  }

  /** Of the address of the node behind it. */
  static async start(behind: string): Promise<HoldingNode> {
    return new HoldingNode(await HostileNode.start(), behind);
  }

  get url(): string {
    return this.#front.url;
  }

  /** How often something was to be sent, kept or not. */
  get sendings(): number {
    return this.#front.methods.filter((method) => method === SENDING).length;
  }

  /** From now on. */
  hold(): void {
    this.#open = Promise.withResolvers<void>();
  }

  /** What is kept goes on, and everything after it. */
  letGo(): void {
    this.#open.resolve();
  }

  /** What is kept never goes on. */
  stop(): Promise<void> {
    return this.#front.stop();
  }

  async #pass({ body }: Asked, response: ServerResponse): Promise<void> {
    if (body.includes(SENDING)) await this.#open.promise;
    // Also when nobody waits for the answer any more: what a node has read it has.
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.#behind, { method: 'POST', headers, body });
    response.setHeader('content-type', 'application/json').end(await answer.text());
  }
}
