// What the host does to the app's Content-Security-Policy: adds the window's socket, and takes other windows away.

/**
 * A policy of the host's own beside the app's. It binds every frame below the page too, whose fresh `open` no
 * runtime of ours guards: none opens a window, and none but the page itself leaves the page.
 */
export const SANDBOX_POLICY =
  'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-pointer-lock';

/**
 * Adds `source` to `connect-src` of every policy in a header and leaves the rest as it is. A policy
 * without `connect-src` gets one that keeps what `default-src` allowed.
 */
export function addConnectSource(header: string, source: string): string {
  return header
    .split(',')
    .map((policy) => addToPolicy(policy, source))
    .join(',');
}

function addToPolicy(policy: string, source: string): string {
  const directives = policy
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '');
  const index = directives.findIndex((directive) => nameOf(directive) === 'connect-src');
  const inherited = directives.find((directive) => nameOf(directive) === 'default-src');
  const present = index >= 0 ? directives[index] : inherited;
  // Nothing restricts connections: there is nothing to add to.
  if (present === undefined) return policy;
  const kept = valuesOf(present).filter((value) => value.toLowerCase() !== "'none'");
  const changed = ['connect-src', ...kept, source].join(' ');
  return index >= 0 ? directives.with(index, changed).join('; ') : [...directives, changed].join('; ');
}

function nameOf(directive: string): string {
  return (directive.split(/\s+/)[0] ?? '').toLowerCase();
}

function valuesOf(directive: string): string[] {
  return directive.split(/\s+/).slice(1);
}
