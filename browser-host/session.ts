// Electron's `session.defaultSession`: who may use which browser permission, and download. The host asks the app's
// handlers and tells Chromium in a Permissions-Policy header; what it cannot ask about is denied.
import { type HostEvent, hostEvent } from './host-event.ts';

type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type Permission = Parameters<NonNullable<RequestHandler>>[1];

/** Electron's permission names and the policy-controlled features that they stand for. */
const FEATURES: Readonly<Partial<Record<Permission, readonly string[]>>> = {
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  'display-capture': ['display-capture'],
  fullscreen: ['fullscreen'],
  geolocation: ['geolocation'],
  'idle-detection': ['idle-detection'],
  keyboardLock: ['keyboard-map'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  'storage-access': ['storage-access'],
  'window-management': ['window-management'],
};
/** Never asked about: what a page could do with them would go past the app's handlers. */
const NEVER = ['hid', 'serial', 'usb', 'payment', 'publickey-credentials-get', 'local-fonts'];

type DownloadListener = (
  event: HostEvent,
  item: Pick<Electron.DownloadItem, 'getURL'>,
  contents: Electron.WebContents,
) => void;

const downloadListeners = new Set<DownloadListener>();
let checkHandler: CheckHandler = null;
let requestHandler: RequestHandler = null;

export const session = {
  defaultSession: {
    on(_event: 'will-download', listener: DownloadListener): void {
      downloadListeners.add(listener);
    },
    setPermissionCheckHandler(handler: CheckHandler): void {
      checkHandler = handler;
    },
    /** Devices are chosen in a dialog of Electron's; here none can be reached, whatever it answers. */
    setDevicePermissionHandler(_handler: DeviceHandler): void {},
    setPermissionRequestHandler(handler: RequestHandler): void {
      requestHandler = handler;
    },
  },
};

/** Prevented by any listener, a download of the page's does not take place. */
export function mayDownload(contents: Electron.WebContents, url: string): boolean {
  const event = hostEvent({});
  for (const listener of downloadListeners) listener(event, { getURL: () => url }, contents);
  return !event.defaultPrevented;
}

/** What a page is told without being asked: the check handler's word, as in Electron. */
function isAvailable(contents: Electron.WebContents, permission: Permission): boolean {
  const details = { isMainFrame: true, requestingUrl: contents.getURL() };
  return checkHandler === null || checkHandler(contents, permission, contents.mainFrame.origin, details);
}

/** A page's own request: both handlers must agree; without any, Electron grants. */
export function isGranted(contents: Electron.WebContents, permission: Permission): Promise<boolean> {
  if (!isAvailable(contents, permission)) return Promise.resolve(false);
  const ask = requestHandler;
  if (ask === null) return Promise.resolve(true);
  const details = { isMainFrame: true, requestingUrl: contents.getURL() };
  return new Promise((resolve) => ask(contents, permission, resolve, details));
}

/** `written` by the app stays as it is; what is denied beyond it is added. */
export function permissionsPolicy(contents: Electron.WebContents, written: string): string {
  const denied = Object.entries(FEATURES).flatMap(([permission, features]) =>
    isAvailable(contents, permission as Permission) ? [] : features,
  );
  const named = new Set(written.split(',').map((part) => part.split('=')[0]?.trim()));
  const added = [...NEVER, ...denied].filter((feature) => !named.has(feature));
  return [...(written === '' ? [] : [written]), ...added.map((feature) => `${feature}=()`)].join(', ');
}
