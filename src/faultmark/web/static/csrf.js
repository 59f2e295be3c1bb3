// Label Studio's pages send no proof of where a request comes from, because its server asks for none. Ours does.
// Every unsafe request to this server carries the token that the server gave this browser.
(() => {
  "use strict";

  const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
  const HEADER = "X-CSRFToken";

  /** The token now: another tab may have logged in anew since this page was loaded. */
  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? decodeURIComponent(cookie[1]) : document.querySelector('meta[name="csrf-token"]')?.content;
  }

  const needs = (method, url) =>
    !SAFE.has(method.toUpperCase()) && new URL(url, location.href).origin === location.origin;

  const fetched = window.fetch;
  window.fetch = function (input, init) {
    const request = new Request(input, init);
    if (!needs(request.method, request.url) || request.headers.has(HEADER)) return fetched.call(this, input, init);
    request.headers.set(HEADER, token() ?? "");
    return fetched.call(this, request);
  };

  const { open, send, setRequestHeader } = XMLHttpRequest.prototype;
  const unsafe = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (needs(method, url)) unsafe.add(this);
    else unsafe.delete(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
    if (name.toLowerCase() === HEADER.toLowerCase()) unsafe.delete(this);
    return setRequestHeader.call(this, name, value);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (unsafe.has(this)) setRequestHeader.call(this, HEADER, token() ?? "");
    return send.call(this, body);
  };
})();
