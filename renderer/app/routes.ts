// The screens as addresses after the #, so that links are links and a reload stays where it was. What an address
// says of its screen beyond its name stands behind a ?, and is never a secret.
import { useSyncExternalStore } from 'react';

/** In the order of the navigation. */
export const ROUTES = [
  'wallets',
  'send',
  'sign',
  'history',
  'contacts',
  'assess',
  'activity',
  'trusted',
  'security',
  'networks',
] as const;
export type Route = (typeof ROUTES)[number];

const FIRST: Route = 'wallets';

export function routeOf(hash: string): Route {
  const [address] = hash.split('?');
  return ROUTES.find((route) => address === routeAddress(route)) ?? FIRST;
}

/** Parameters that are `undefined` are left out. */
export function routeAddress(
  route: Route,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const query = new URLSearchParams(given).toString();
  return query === '' ? `#/${route}` : `#/${route}?${query}`;
}

export function parameterOf(hash: string, name: string): string | undefined {
  const place = hash.indexOf('?');
  return place < 0 ? undefined : (new URLSearchParams(hash.slice(place + 1)).get(name) ?? undefined);
}

/** The same address, but for this parameter. */
export function withoutParameter(hash: string, name: string): string {
  const place = hash.indexOf('?');
  if (place < 0) return hash;
  const parameters = new URLSearchParams(hash.slice(place + 1));
  parameters.delete(name);
  const query = parameters.toString();
  return query === '' ? hash.slice(0, place) : `${hash.slice(0, place)}?${query}`;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => routeOf(window.location.hash));
}

/** Of the address that is shown now. */
export function useRouteParameter(name: string): string | undefined {
  return useSyncExternalStore(subscribe, () => parameterOf(window.location.hash, name));
}

/** As a link does: the way back leads here. */
export function goTo(route: Route, parameters?: Readonly<Record<string, string | undefined>>): void {
  window.location.hash = routeAddress(route, parameters);
}

/** What it named is done with: neither a reload nor the way back leads to it again. */
export function dropRouteParameter(name: string): void {
  const { hash } = window.location;
  if (parameterOf(hash, name) !== undefined) window.location.replace(withoutParameter(hash, name));
}
