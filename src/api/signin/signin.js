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
    say("You are not signed in, or the session has ended.");
    return;
  }
  history.replaceState(null, "", "/signin");
  let answer;
  try {
    answer = await fetch("/api/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
  } catch {
    // Put back, so that a reload tries it again.
    history.replaceState(null, "", "/signin#" + code);
    say("Holdfast does not answer, so you are not signed in. Look whether it runs, then reload this page.");
    return;
  }
  if (answer.ok) {
    location.replace("/");
  } else if (answer.status === 401) {
    say("This link was used before or is too old.");
  } else {
    const { detail = "" } = await answer.json().catch(() => ({}));
    say(`Holdfast refused with ${answer.status}. ${detail}`);
  }
})();
