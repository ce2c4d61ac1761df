// The last comparisons offline, with their day.
const MOST = {pages: 10, files: 20}
const PAGE = /^\/(send\/[a-z-]{5}\/)?$/, FILE = /^\/static\//, HASHED = /\.[0-9a-f]{12}\./
const NOT_OURS = /^\/(admin|api|alerts|budget)\//, ANY = {ignoreVary: true}

oninstall = skipWaiting

// The page before this worker; the browser has it.
onmessage = event => event.data.forEach(
  url => event.waitUntil(keep(url, () => fetch(url, {cache: 'force-cache'}))))

onfetch = event => {
  const {request} = event, {origin, pathname} = new URL(request.url)
  if (request.method != 'GET' || origin != self.origin || NOT_OURS.test(pathname)) return
  if (request.mode == 'navigate') event.respondWith(fresh(event).catch(() => offline(request)))
  else if (FILE.test(pathname)) event.respondWith(file(event))
}

async function fresh(event) {
  const answer = await fetch(event.request)
  event.waitUntil(keep(event.request.url, () => answer.clone()))
  return answer
}

async function file(event) {
  const kept = await caches.match(event.request, ANY)
  return HASHED.test(kept?.url) ? kept : fresh(event).catch(() => kept)
}

async function keep(url, get) {
  const {pathname} = new URL(url)
  const kind = FILE.test(pathname) ? 'files' : PAGE.test(pathname) && 'pages'
  const answer = kind && await get()
  if (answer?.status != 200) return
  const cache = await caches.open(kind)
  await cache.delete(url, ANY) // newest last
  await cache.put(url, answer)
  for (const old of (await cache.keys()).slice(0, -MOST[kind])) await cache.delete(old)
}

// Every page carries the words.
async function offline(request) {
  const cache = await caches.open('pages'), all = (await cache.matchAll()).reverse()
  const kept = await cache.match(request, ANY), answer = kept || all[0]?.clone()
  if (!answer) return caches.match('/offline') // by install.js
  const html = await answer.text()
  const said = html.match(`id="${kept ? 'kept' : 'offline'}">([^]*?)</template>`)[1]
  const list = kept || `<ul class="links">${(await Promise.all(all.map(item))).join('')}</ul>`
  return new Response(kept
    ? html.replace(/<main[^>]*>/, main => main + said.replace('{when}', when(answer, html)))
    : html.replace(/<title>[^<]*/, '<title>RemitCompare')
      .replace(/(<main[^>]*>)[^]*(?=<\/main>)/, (_, main) => main + said.replace(/h2/g, 'h1') + list), answer)
}

// The first dir counts.
async function item(answer) {
  const html = await answer.text(), [, tag, title] = html.match(/<html([^>]*)[^]*?<title>([^<·]*)/)
  const said = html.match(/og:description" content="([^"]*)/)?.[1] || ''
  return `<li${tag} dir=ltr><a href="${answer.url}">${title}</a>${said} (${when(answer, html)})</li>`
}

function when(answer, html) {
  const [, language] = html.match(/<html lang="([^"]*)/), kept = new Date(answer.headers.get('date'))
  const locales = [language + '-001-u-ca-gregory-nu-latn', 'lt'] // else 2026-11-25
  return kept.toLocaleString(locales, {dateStyle: 'medium', timeStyle: 'short'})
}
