// The screens as addresses after the #, so that links are links and a reload stays where it was.
import { useSyncExternalStore } from 'react';

export const ROUTES = ['assess', 'activity', 'trusted', 'security'] as const;
export type Route = (typeof ROUTES)[number];

export function routeOf(hash: string): Route {
  return ROUTES.find((route) => hash === routeAddress(route)) ?? 'assess';
}

export function routeAddress(route: Route): string {
  return `#/${route}`;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => routeOf(window.location.hash));
}
