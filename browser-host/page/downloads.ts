// Downloads: those that the host offers start by themselves, of the page's own ones main is asked.
import type { HostSocket } from './socket.ts';

const OFFERED = '/.host/download/';

export function startDownload(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

export function guardDownloads(socket: HostSocket): void {
  let allowed: string | undefined;
  navigation.addEventListener('navigate', (event) => {
    const { downloadRequest: name } = event;
    const { url } = event.destination;
    if (name === null || url === allowed || url.startsWith(`${location.origin}${OFFERED}`)) return;
    event.preventDefault();
    void socket.request('download', { url }).then((answer) => {
      if (answer !== true) return;
      allowed = url;
      startDownload(url, name);
    });
  });
}
