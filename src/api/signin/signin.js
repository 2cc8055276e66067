// The code stands behind the # of the link, so it is in no request line, log or Referer.
"use strict";
(async () => {
  const say = (text) => { document.getElementById("say").textContent = text; };
  const code = location.hash.slice(1);
  if (!code) {
    // A link from another page brings no SameSite=Strict cookie along; going on from here does.
    if (location.pathname !== "/signin" && !sessionStorage.getItem("tried")) {
      sessionStorage.setItem("tried", "1");
      location.replace(location.href);
      return;
    }
    sessionStorage.removeItem("tried");
    say("You are not signed in. Open the one-time link that the daemon printed at start.");
    return;
  }
  history.replaceState(null, "", "/signin");
  const answer = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code }),
  });
  if (answer.ok) {
    location.replace("/");
  } else {
    say("This link was used before or is too old. Ask the daemon for a new one.");
  }
})();
