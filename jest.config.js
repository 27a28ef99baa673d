// "unit" needs nothing but npm's packages; "tools" the tools and the registry that setup.sh brought; "asking" and
// "cluster" the cluster that it made, and "long" one of three nodes.
// Choose with `jest --selectProjects unit`; files come before that: `jest test/program --selectProjects unit`.

// Packages that ship ECMAScript modules only, which jest cannot require as they are.
const esmPackages = "@kubernetes/client-node|openid-client|oauth4webapi|jose";

const { availableParallelism } = require("node:os");
const { argv } = require("node:process");

// jest takes each word after the flag for a project, and would run all of the others.
const flag = argv.indexOf("--selectProjects");
for (const word of flag < 0 ? [] : argv.slice(flag + 1)) {
  if (word.startsWith("-")) break;
  if (!["unit", "tools", "asking", "cluster", "long"].includes(word)) {
    throw new Error(
      `"${word}" is no project; name files first: jest ${word} --selectProjects unit`,
    );
  }
}

/** Of test/cluster, what leaves all as it is but objects of its own: such tests run beside each other. */
const asking = `/test/cluster/(${[
  "access-agreement",
  "closed-walls",
  "drift/cannot-look",
  "guardrails.*",
  "kubernetes-provider",
  "platform-rights",
  "provider-schema",
  "replacements",
  "rights",
  "why",
].join("|")})\\.test\\.ts$`;

const shared = {
  testEnvironment: "node",
  // Not what setup.sh keeps in .state, a whole Debian among it.
  roots: ["<rootDir>/test"],
  transform: {
    "^.+\\.ts$": "ts-jest",
    [`/node_modules/(${esmPackages})/.+\\.js$`]: [
      "ts-jest",
      { tsconfig: { allowJs: true, isolatedModules: true, module: "commonjs", target: "ES2022" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages})/)`],
};

/** @type {import("jest").Config} */
module.exports = {
  // One more than cores: some of the tests wait for a program. jest takes more than 100 % for a number.
  maxWorkers: availableParallelism() + 1,
  projects: [
    {
      ...shared,
      displayName: "unit",
      moduleNameMapper: { "^(@npmcli/arborist|typescript)$": "<rootDir>/test/never-loaded.ts" },
      setupFilesAfterEnv: ["<rootDir>/test/own-stack-traces.ts", "<rootDir>/test/patience.ts"],
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/test/(tools|cluster|long)/"],
    },
    {
      ...shared,
      displayName: "tools",
      globalSetup: "<rootDir>/test/tools/bring-moto.ts",
      testMatch: ["<rootDir>/test/tools/**/*.test.ts"],
    },
    { ...shared, displayName: "asking", testRegex: [asking] },
    {
      ...shared,
      displayName: "cluster",
      testMatch: ["<rootDir>/test/cluster/**/*.test.ts"],
      testPathIgnorePatterns: [asking],
    },
    {
      ...shared,
      displayName: "long",
      globalSetup: "<rootDir>/test/tools/bring-moto.ts",
      testMatch: ["<rootDir>/test/long/**/*.test.ts"],
    },
  ],
};
