"use strict";

// validatorUrl: Swagger UI would otherwise show a third party's badge.
SwaggerUIBundle({
  domNode: document.getElementById("api-docs"),
  url: document.getElementById("api-docs").dataset.schema,
  validatorUrl: null,
  deepLinking: true,
  supportedSubmitMethods: ["get", "head"],
});
