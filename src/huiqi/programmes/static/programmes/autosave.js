// 自动保存: a page of an application saves itself some seconds after the last letter.
// Without this script the button saves; with it nothing else changes. What cannot be saved is
// said in the page, and then it waits until somebody types again.
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.FormData) return;
  var told = document.getElementById("autosaved");
  var revision = form.elements.namedItem("revision");
  var timer = null, busy = false, again = false, stopped = false;
  function say(words) { if (told) told.textContent = words; }
  function later() {
    if (stopped) return;
    if (timer) window.clearTimeout(timer);
    timer = window.setTimeout(save, 4000);
  }
  function save() {
    timer = null;
    if (busy) { again = true; return; }
    busy = true;
    window.fetch(form.dataset.autosave, {
      method: "POST", body: new FormData(form), credentials: "same-origin",
      headers: { "X-Requested-With": "fetch" }
    }).then(function (answer) {
      var type = answer.headers.get("Content-Type") || "";
      if (type.indexOf("application/json") !== 0) throw new Error(String(answer.status));
      return answer.json().then(function (data) { took(answer.ok, data); });
    }).catch(function () { say(form.dataset.unreached); }).then(function () {
      busy = false;
      if (again) { again = false; later(); }
    });
  }
  function took(ok, data) {
    if (!ok) { stopped = true; say(data.problem); return; }
    revision.value = data.revision;
    say(form.dataset.saved + " " + data.saved_at);
    var live = document.getElementById("live");
    if (live && data.live) live.innerHTML = data.live;
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", function () {
    stopped = true;
    if (timer) window.clearTimeout(timer);
  });
})();
