import { z } from "zod";
import { metadataQuery } from "../routes/models.ts";
import { originalReference, uploadForm } from "../routes/upload.ts";
import { listQuery, listQueryV2, writeQuery } from "../routes/userdata.ts";
import { newUser, settingsMap } from "../routes/users.ts";
import { viewQuery } from "../routes/view.ts";
import type { Operation } from "./operation.ts";
import { anything, file, names, object } from "./shapes.ts";

const FILES = "Files";
const USERS = "Users";
const MODELS = "Models";

/** Files that people give and jobs make, what users keep, models and templates. */
export const fileOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/upload/image",
    tag: FILES,
    summary: "Upload a file; a name that is taken by other bytes gets a number.",
    form: { file: "image", fields: uploadForm },
    answer: file,
    refusals: { 400: "The name or the picture cannot be taken.", 413: "The file or the picture is too large." },
  },
  {
    method: "post",
    path: "/upload/mask",
    tag: FILES,
    summary: "Put the transparency of a picture on another.",
    form: { file: "image", fields: uploadForm.extend({ original_ref: originalReference }) },
    answer: file,
  },
  {
    method: "get",
    path: "/view",
    tag: FILES,
    summary: "A file, whole or a part, or a picture in another form.",
    query: viewQuery,
    answer: "application/octet-stream",
  },
  {
    method: "get",
    path: "/userdata",
    tag: USERS,
    summary: "Files in a folder of the user.",
    query: listQuery,
    answer: z.array(anything),
  },
  {
    method: "get",
    path: "/v2/userdata",
    tag: USERS,
    summary: "Files and folders in a folder of the user.",
    query: listQueryV2,
    answer: z.array(object),
  },
  {
    method: "get",
    path: "/userdata/{file}",
    tag: USERS,
    summary: "A file of the user.",
    answer: "application/octet-stream",
  },
  {
    method: "post",
    path: "/userdata/{file}",
    tag: USERS,
    summary: "Write a file of the user.",
    query: writeQuery,
    bytes: true,
    answer: anything,
    refusals: { 403: "The path leads out of the user's folder.", 409: "It is there, and must not be overwritten." },
  },
  {
    method: "delete",
    path: "/userdata/{file}",
    tag: USERS,
    summary: "Delete a file of the user.",
    answer: null,
    status: 204,
  },
  {
    method: "post",
    path: "/userdata/{file}/move/{to}",
    tag: USERS,
    summary: "Give a file of the user another path.",
    query: writeQuery,
    answer: anything,
  },
  { method: "get", path: "/users", tag: USERS, summary: "Who uses the server.", answer: object },
  {
    method: "post",
    path: "/users",
    tag: USERS,
    summary: "Add a user; the answer is the id.",
    body: newUser,
    answer: z.string(),
  },
  { method: "get", path: "/settings", tag: USERS, summary: "All settings of the user.", answer: settingsMap },
  { method: "post", path: "/settings", tag: USERS, summary: "Change some settings.", body: settingsMap, answer: null },
  { method: "get", path: "/settings/{id}", tag: USERS, summary: "One setting, or null.", answer: anything },
  { method: "post", path: "/settings/{id}", tag: USERS, summary: "Change one setting.", body: anything, answer: null },
  { method: "get", path: "/embeddings", tag: MODELS, summary: "Names of embeddings: none.", answer: names },
  { method: "get", path: "/models", tag: MODELS, summary: "Kinds of models.", answer: names },
  { method: "get", path: "/models/{kind}", tag: MODELS, summary: "Models of a kind.", answer: names },
  {
    method: "get",
    path: "/experiment/models",
    tag: MODELS,
    summary: "Kinds of models, with their endings.",
    answer: z.array(object),
  },
  {
    method: "get",
    path: "/experiment/models/{kind}",
    tag: MODELS,
    summary: "Models of a kind, with size and date.",
    answer: z.array(object),
  },
  {
    method: "get",
    path: "/experiment/models/preview/{kind}/{index}/{file}",
    tag: MODELS,
    summary: "A picture of what a model makes.",
    answer: "image/webp",
  },
  {
    method: "get",
    path: "/view_metadata/{kind}",
    tag: MODELS,
    summary: "What the header of a safetensors file says.",
    query: metadataQuery,
    answer: object,
  },
  {
    method: "get",
    path: "/workflow_templates",
    tag: FILES,
    summary: "Workflows to begin with, by pack.",
    answer: object,
  },
  { method: "get", path: "/workflow_templates/{pack}/{file}", tag: FILES, summary: "One of them.", answer: object },
];
