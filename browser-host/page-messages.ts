// What the page may send over its socket, checked before anything acts on it: the page is untrusted.

export type PageMessage = PageNotice | ({ readonly type: 'request'; readonly id: number } & PageRequest);

export interface PageNotice {
  readonly type: 'notice';
  readonly name: 'document' | 'dom-ready' | 'loaded';
  /** Path, query and fragment: a page is always of the host's own origin. */
  readonly url: string;
}

export type PageRequest =
  | { readonly method: 'invoke'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly method: 'navigate'; readonly url: string }
  | {
      readonly method: 'open-window';
      readonly url: string;
      readonly frameName: string;
      readonly features: string;
    }
  | { readonly method: 'permission'; readonly permission: string }
  | { readonly method: 'download'; readonly url: string }
  | { readonly method: 'menu-key'; readonly accelerator: string }
  | { readonly method: 'confirmed'; readonly question: number; readonly yes: boolean };

/** @throws Error on anything else */
export function parsePageMessage(value: unknown): PageMessage {
  const fields = asFields(value);
  if (fields['type'] === 'notice') {
    const name = fields['name'];
    if (name !== 'document' && name !== 'dom-ready' && name !== 'loaded') throw malformed();
    return { type: 'notice', name, url: asPath(fields['url']) };
  }
  const id = fields['id'];
  if (fields['type'] !== 'request' || typeof id !== 'number' || !Number.isSafeInteger(id)) throw malformed();
  return { type: 'request', id, ...parseRequest(fields) };
}

function parseRequest(fields: Readonly<Record<string, unknown>>): PageRequest {
  const { method, args } = fields;
  switch (method) {
    case 'invoke':
      if (!Array.isArray(args)) throw malformed();
      return { method, channel: asText(fields['channel']), args };
    case 'navigate':
      return { method, url: asText(fields['url']) };
    case 'open-window':
      return {
        method,
        url: asText(fields['url']),
        frameName: asText(fields['frameName']),
        features: asText(fields['features']),
      };
    case 'permission':
      return { method, permission: asText(fields['permission']) };
    case 'download':
      return { method, url: asText(fields['url']) };
    case 'menu-key':
      return { method, accelerator: asText(fields['accelerator']) };
    case 'confirmed': {
      const { question, yes } = fields;
      if (typeof question !== 'number' || typeof yes !== 'boolean') throw malformed();
      return { method, question, yes };
    }
    default:
      throw malformed();
  }
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed();
  return value as Readonly<Record<string, unknown>>;
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw malformed();
  return value;
}

function asPath(value: unknown): string {
  const path = asText(value);
  if (!path.startsWith('/')) throw malformed();
  return path;
}

function malformed(): Error {
  return new Error('Malformed page message.');
}
