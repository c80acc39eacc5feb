// Keeps a page up to date while it is open. Without script a page is complete
// and simply stays as it was loaded.
//
// The server tells the position of the ledger as it moves (/live). The page
// then asks for itself again and takes over the parts marked data-live. It never
// moves anything under a reader's hands: while somebody has the focus, a
// selection or an open table in such a part, it offers a button instead.
(function () {
  "use strict";
  var news = document.getElementById("news");
  var parts = document.querySelectorAll("[data-live]");
  if (!news || !parts.length || !window.EventSource || !window.fetch) return;

  var shown = Number(document.body.dataset.position);
  var newest = shown;
  var timer = 0;

  function busy(part) {
    var selection = window.getSelection();
    return part.contains(document.activeElement) ||
      part.querySelector("details[open]") !== null ||
      (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
  }

  function offer() {
    if (news.querySelector("button")) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = news.dataset.show;
    button.addEventListener("click", function () { refresh(true); });
    news.textContent = news.dataset.moved + " ";
    news.appendChild(button);
  }

  function refresh(asked) {
    timer = 0;
    if (newest <= shown) return;
    if (!asked && Array.prototype.some.call(parts, busy)) { offer(); return; }
    var address = new URL(window.location.href);
    address.hash = "";
    fetch(address, { headers: { Accept: "text/html" }, cache: "no-cache" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (text) {
      var next = new DOMParser().parseFromString(text, "text/html");
      parts.forEach(function (part) {
        var fresh = next.getElementById(part.id);
        if (fresh) part.replaceChildren.apply(part, Array.prototype.slice.call(fresh.childNodes));
      });
      var footer = next.querySelector("footer");
      if (footer) document.querySelector("footer").replaceChildren.apply(document.querySelector("footer"), Array.prototype.slice.call(footer.childNodes));
      shown = Number(next.body.dataset.position);
      document.body.dataset.position = String(shown);
      news.textContent = "";
      // The button that had the focus is gone.
      if (asked) document.getElementById("main").focus();
    }).catch(offer);
  }

  var source = new EventSource("/live");
  source.addEventListener("position", function (event) {
    newest = JSON.parse(event.data).position;
    // Many events in a moment are one change of the page.
    if (newest > shown && !timer) timer = window.setTimeout(refresh, 1500);
  });
  window.addEventListener("pagehide", function () { source.close(); });
})();
