// The event object that Electron gives to listeners whose default can be prevented.

export interface HostEvent {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

export function hostEvent<T extends object>(properties: T): T & HostEvent {
  let prevented = false;
  const base: HostEvent = {
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(properties)) as T & HostEvent;
}
