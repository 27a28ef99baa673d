import { copiedPaths } from "../../components/service-image/dockerfile";

test("names what is copied from the context, and not what comes from another stage", () => {
  const dockerfile = `
FROM go AS build
# COPY docs .
COPY apps/httpservice ../httpservice
copy ./go.mod /go.sum \\
  # the code itself
  apps/invoice-app/ .
RUN go build
FROM scratch
COPY --from=build /out/invoice-app /invoice-app
`;
  expect(copiedPaths(dockerfile)).toEqual([
    "apps/httpservice",
    "go.mod",
    "go.sum",
    "apps/invoice-app",
  ]);
});

test.each([
  "ADD apps .",
  "COPY --link apps .",
  'COPY ["apps", "."]',
  "COPY apps/* .",
  "COPY $SOURCE .",
  "COPY <<EOF .",
  "COPY apps",
  "RUN --mount=type=bind,source=apps,target=/apps go build",
])("refuses %s, which a hash would not see", (instruction) => {
  expect(() => copiedPaths(`FROM go\n${instruction}\n`)).toThrow(
    `Dockerfile: "${instruction}" is not understood; expected COPY <path> <path>`,
  );
});
