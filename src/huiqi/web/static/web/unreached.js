// 没有连上: pages that replace a part of themselves say so when the server was not reached.
// Without this script such a page would stay as it is, and nobody would know.
(function () {
  "use strict";
  function show(hidden) {
    var told = document.getElementById("unreached");
    if (told) told.hidden = hidden;
  }
  function unreached() { show(false); }
  document.addEventListener("htmx:sendError", unreached);
  document.addEventListener("htmx:timeout", unreached);
  document.addEventListener("htmx:beforeSend", function () { show(true); });
})();
