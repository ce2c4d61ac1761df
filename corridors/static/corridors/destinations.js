// The destinations and the currency follow the country to send from; all in one step.
(function () {
  "use strict";
  var from = document.getElementById("from"), to = document.getElementById("to");
  if (!from || !to) return;
  var rest = document.getElementById("rest"), button = document.getElementById("submit");
  var all = Array.prototype.slice.call(document.getElementById("places").content.children);

  function follow() {
    var origin = from.options[from.selectedIndex];
    var leads = " " + (origin.getAttribute("data-to") || "") + " ", chosen = to.value;
    while (to.options.length > 1) to.remove(1);
    all.forEach(function (option) {
      if (leads.indexOf(" " + option.value + " ") >= 0) to.add(option);
    });
    to.value = chosen;
    if (to.selectedIndex < 0) to.selectedIndex = 0;
    document.getElementById("currency").textContent = origin.getAttribute("data-currency") || "";
  }

  rest.hidden = rest.disabled = false;
  button.textContent = button.getAttribute("data-then");
  from.addEventListener("change", follow);
  window.addEventListener("pageshow", follow); // a browser going back fills in the origin by itself
  follow();
})();
