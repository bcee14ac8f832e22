// Chromium 87 is the floor: kernels of domestic browsers begin there, Windows 7 ends at 109 (decision 0031).
// Written in the words of 2009, for it runs first and everywhere: below the floor it leads to the page that
// says what to install, above it adds what is missing. CSS `inset` came with Chromium 87 (Firefox 66, Safari
// 14.1), Element.replaceChildren with 86. The script is written into the page, so that it has run before any
// other begins. What adds a style sheet of its own later (a dialog that stops the page from scrolling) finds
// the page's nonce under the name that bundlers gave it.
export const floorCheck = `(function(w,d){
if(!(w.CSS&&CSS.supports&&CSS.supports("inset","0")&&d.documentElement.replaceChildren))return location.replace("/unsupported.html");
w.__webpack_nonce__=d.currentScript.nonce;
if(!(Map.groupBy&&[].toSorted&&[].findLastIndex&&AbortSignal.timeout))
d.write('<script src="/old-browsers.js" nonce="'+d.currentScript.nonce+'"><\\/script>');
})(window,document)`;
