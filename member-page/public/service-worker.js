// The shell for when there is no line: the page and every file that it names. Data is the page's own to keep; nothing under /v1/ is
// ever answered from here, so that no figure looks newer than it is.
const SHELL = 'shell-1';
const PAGE = '/m/';

async function keepShell() {
  const cache = await caches.open(SHELL);
  const page = await fetch(PAGE, { cache: 'no-cache', headers: { accept: 'text/html' } });
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:src|href)="(\/m\/[^"]+)"/g)].map((found) => found[1]);
  await cache.put(PAGE, page);
  await cache.addAll(files);
  for (const kept of await cache.keys()) {
    const { pathname } = new URL(kept.url);
    if (pathname !== PAGE && !files.includes(pathname)) await cache.delete(kept);
  }
}

self.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(PAGE)) return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
    // A new build is kept as soon as it is seen.
    event.waitUntil(keepShell().catch(() => undefined));
  } else event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    told = { body: event.data?.text() };
  }
  const { title = 'My cards', body = '' } = told;
  event.waitUntil(self.registration.showNotification(title, { body, icon: '/m/icon-192.png' }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(PAGE));
});
