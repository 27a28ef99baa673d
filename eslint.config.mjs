import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** The walls between the folders: arrows go in one direction only. */
const mayNotImport = (folder, others) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: others.map((other) => ({
          regex: `^(\\.\\./)+${other}(/|$)`,
          message: `${folder}/ stands on its own feet: it may not import ${other}/.`,
        })),
      },
    ],
  },
});

export default defineConfig(
  { ignores: ["node_modules/", "coverage/", ".state/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { module: "writable", require: "readonly" },
    },
  },
  mayNotImport("build-context", ["components", "config", "verify", "chaos", "toolchain"]),
  mayNotImport("components", ["config", "verify", "chaos", "toolchain"]),
  mayNotImport("config", ["verify", "chaos", "toolchain"]),
  mayNotImport("rbac", ["access", "components", "config", "verify", "chaos", "toolchain"]),
  mayNotImport("access", ["components", "config", "verify", "chaos", "toolchain"]),
  mayNotImport("cluster", ["components", "config", "drift", "verify", "chaos", "toolchain"]),
  mayNotImport("drift", ["components", "config", "verify", "chaos", "toolchain"]),
  mayNotImport("render", ["components", "config", "drift", "verify", "chaos", "toolchain"]),
  mayNotImport("verify", ["chaos", "toolchain"]),
  mayNotImport("verify/traffic", ["access", "rbac", "chaos", "toolchain"]),
  mayNotImport("verify/access", ["traffic", "chaos", "toolchain"]),
  mayNotImport("chaos", ["components", "config", "verify", "toolchain"]),
  mayNotImport("why", ["components", "config", "access", "drift", "verify", "chaos", "toolchain"]),
  mayNotImport("status", ["components", "config", "access", "chaos", "toolchain"]),
  mayNotImport("new", [
    "components",
    "config",
    "access",
    "cluster",
    "drift",
    "render",
    "chaos",
    "why",
    "status",
    "toolchain",
  ]),
  mayNotImport("remove", [
    "components",
    "config",
    "access",
    "drift",
    "chaos",
    "why",
    "status",
    "toolchain",
  ]),
  mayNotImport("bench", ["config", "drift", "chaos", "why", "status", "new", "toolchain"]),
  mayNotImport("toolchain", ["components", "config", "verify", "chaos"]),
);
