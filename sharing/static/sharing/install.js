/* Lets the browser keep the last comparisons (/sw.js), and the site on the home screen. No page needs it. */
const {manifest} = document.currentScript.dataset

addEventListener('load', async () => {
  const keeper = navigator.serviceWorker
  try {
    await keeper.register('/sw.js', {updateViaCache: 'all'})
    await keepWords()
    if (!keeper.controller) {
      const styles = [...document.styleSheets].map(sheet => sheet.href)
      return (await keeper.ready).active.postMessage([location.href, ...styles])
    }
  } catch {
    return // an old browser, or one that keeps nothing, as in a private window
  }
  // From the second page on: the first one of a person with little data left loads as little as can be.
  if (manifest) document.head.append(Object.assign(document.createElement('link'), {rel: 'manifest', href: manifest}))
})

// What the worker says offline as long as no comparison is kept.
async function keepWords() {
  const {lang, dir} = document.documentElement
  const said = document.getElementById('offline').content.querySelector('h2').innerHTML
  const page = `<!doctype html><html lang="${lang}" dir="${dir || 'ltr'}"><meta name="viewport" content="width=device-width">
<title>RemitCompare</title><h1>${said}</h1>`
  const words = await caches.open('words')
  await words.put('/offline', new Response(page, {headers: {'content-type': 'text/html; charset=utf-8'}}))
}
