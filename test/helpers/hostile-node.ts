// An HTTP server in the place of a node, which answers what a test wants: properly, falsely, or not at all.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly url: string;
}

export type Behaviour = (asked: Asked, response: ServerResponse) => unknown;
/** Thrown by a method, it becomes the error of the answer. */
export class RpcFault extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
export type Methods = Readonly<Record<string, (...params: never[]) => unknown>>;

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: never[];
}

export class HostileNode {
  readonly #server: Server;
  readonly asked: Asked[] = [];
  behave: Behaviour;

  private constructor(server: Server, behave: Behaviour) {
    this.#server = server;
    this.behave = behave;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        const asked = { body, headers: request.headers, url: request.url ?? '' };
        this.asked.push(asked);
        this.behave(asked, response);
      });
    });
  }

  static async start(behave: Behaviour = answering({})): Promise<HostileNode> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HostileNode(server, behave);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Methods in the order asked, those of batches one by one. */
  get methods(): string[] {
    return this.asked.flatMap(({ body }) => [JSON.parse(body)].flat().map((call: Call) => call.method));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A node that answers these methods, and batches of them. */
export function answering(methods: Methods): Behaviour {
  return async ({ body }, response) => {
    const json: unknown = JSON.parse(body);
    const answers = await Promise.all([json].flat().map((call) => answer(call as Call, methods)));
    sendJson(response, Array.isArray(json) ? answers : answers[0]);
  };
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

async function answer({ id, method, params }: Call, methods: Methods): Promise<object> {
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  try {
    if (run === undefined) throw new RpcFault(-32_601, `the method ${method} does not exist`);
    return { jsonrpc: '2.0', id, result: await run(...params) };
  } catch (error) {
    if (!(error instanceof RpcFault)) throw error;
    const { code, message, data } = error;
    return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
  }
}
