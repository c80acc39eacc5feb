// Keeps a page up to date while it is open. Without script a page is complete
// and simply stays as it was loaded.
//
// The server tells the position of the ledger as it moves, and whether the log is
// away (/live). The page then asks for itself again and takes over the parts
// marked data-live, and what #away says. It never moves anything under a
// reader's hands: while somebody has the focus, a selection or an open table in
// such a part, it offers a button instead; #away it takes over all the same.
(function () {
  "use strict";
  var news = document.getElementById("news");
  var banner = document.getElementById("away");
  var parts = document.querySelectorAll("[data-live]");
  if (!news || !parts.length || !window.EventSource || !window.fetch) return;

  var shown = Number(document.body.dataset.position);
  var newest = shown;
  var away = isBanner();
  var timer = 0;

  function busy(part) {
    var selection = window.getSelection();
    return part.contains(document.activeElement) ||
      part.querySelector("details[open]") !== null ||
      (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
  }

  function isBanner() { return banner.firstElementChild !== null; }

  function offer() {
    if (newest <= shown || news.querySelector("button")) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = news.dataset.show;
    button.addEventListener("click", function () { refresh(true); });
    news.textContent = news.dataset.moved + " ";
    news.appendChild(button);
  }

  function refresh(asked) {
    timer = 0;
    if (newest <= shown && away === isBanner()) return;
    var hold = !asked && Array.prototype.some.call(parts, busy);
    if (hold) offer();
    if (hold && away === isBanner()) return;
    var address = new URL(window.location.href);
    address.hash = "";
    var stands = 0; // up to where nothing came that the page would show
    fetch(address, { headers: { Accept: "text/html" }, cache: "no-cache" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      stands = Number(answer.headers.get("Sunledger-Stands-At"));
      return answer.text();
    }).then(function (text) {
      var next = new DOMParser().parseFromString(text, "text/html");
      function takeOver(part) {
        var fresh = next.getElementById(part.id);
        if (fresh) part.replaceChildren.apply(part, Array.prototype.slice.call(fresh.childNodes));
      }
      takeOver(banner);
      if (hold) return;
      parts.forEach(takeOver);
      var footer = next.querySelector("footer");
      if (footer) document.querySelector("footer").replaceChildren.apply(document.querySelector("footer"), Array.prototype.slice.call(footer.childNodes));
      shown = Number(next.body.dataset.position);
      document.body.dataset.position = String(shown);
      shown = Math.max(shown, stands);
      news.textContent = "";
      if (newest > shown) soon(); // what came may be a moment old
      // The button that had the focus is gone.
      if (asked) document.getElementById("main").focus();
    }).catch(offer);
  }

  // Many events in a moment are one change of the page.
  function soon() {
    if (!timer) timer = window.setTimeout(refresh, 1500);
  }

  var source = new EventSource("/live");
  source.addEventListener("position", function (event) {
    newest = JSON.parse(event.data).position;
    if (newest > shown) soon();
  });
  source.addEventListener("log", function (event) {
    away = JSON.parse(event.data).away;
    if (away !== isBanner()) soon();
  });
  window.addEventListener("pagehide", function () { source.close(); });
})();
