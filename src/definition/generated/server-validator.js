// Generated from schemas/ by scripts/generate.ts.
"use strict";
export const isServerFile = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/server.schema.json","type":"object","properties":{"host":{"type":"string"},"port":{"type":"integer","minimum":0,"maximum":65535},"data":{"type":"string"},"public_url":{"type":"string"},"database_url":{"type":"string"},"log_level":{"enum":["debug","info","warn","error","silent"]},"github":{"type":"object","properties":{"webhook_secret":{"type":"string"},"token":{"type":"string"},"app":{"type":"object","required":["id","private_key"],"properties":{"id":{"type":"string"},"private_key":{"type":"string"}},"additionalProperties":false},"api_url":{"type":"string"}},"additionalProperties":false},"gitea":{"type":"object","properties":{"webhook_secret":{"type":"string"},"token":{"type":"string"},"url":{"type":"string"}},"additionalProperties":false},"repositories":{"type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"id":{"type":"string"},"forge":{"enum":["github","gitea","git"]},"full_name":{"type":"string"},"default_branch":{"type":"string"},"webhook_secret":{"type":"string"},"token":{"type":"string"},"senders":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"auth":{"type":"object","properties":{"anonymous":{"type":"boolean"},"admin_token":{"type":"string"},"origins":{"type":"array","items":{"type":"string"}},"oidc":{"type":"object","required":["issuer","client_id"],"properties":{"issuer":{"type":"string"},"audience":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string"},"roles_claim":{"type":"string"},"roles":{"type":"object","additionalProperties":{"enum":["viewer","builder","admin"]}}},"additionalProperties":false}},"additionalProperties":false},"worker":{"type":"object","properties":{"slots":{"type":"integer","minimum":0,"maximum":256},"platforms":{"type":"array","items":{"type":"string"}},"builder":{"enum":["auto","buildx","podman","buildah"]}},"additionalProperties":false},"pull_requests":{"type":"object","properties":{"registry":{"type":"string"}},"additionalProperties":false},"limits":{"type":"object","properties":{"runs":{"type":"integer","minimum":1,"maximum":1000},"runs_per_repository":{"type":"integer","minimum":1,"maximum":1000},"builds_per_repository":{"type":"integer","minimum":1,"maximum":10000}},"additionalProperties":false},"retention":{"type":"object","properties":{"runs":{"type":"string"},"logs":{"type":"string"},"deliveries":{"type":"string"}},"additionalProperties":false},"exports":{"type":"object","properties":{"storage":{"type":"object","properties":{"kind":{"enum":["local","pvc","s3"]},"path":{"type":"string"},"endpoint":{"type":"string"},"bucket":{"type":"string"},"region":{"type":"string"},"prefix":{"type":"string"}},"additionalProperties":false},"keep":{"type":"integer","minimum":1},"max_size":{"type":["string","integer"]},"image_builder":{"type":"string"}},"additionalProperties":false},"log_size":{"type":"integer","minimum":1,"maximum":4096},"reconcile":{"type":"integer","minimum":1,"maximum":86400},"drift":{"type":"integer","minimum":0,"maximum":604800},"notifications":{"type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"kind":{"enum":["webhook","slack"]},"secret":{"type":"string"},"on":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["succeeded","failed","cancelled"]}},"repositories":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"private_hosts":{"type":"array","items":{"type":"string"}},"editor_url":{"type":"string"}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/server.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.host !== undefined){
if(typeof data.host !== "string"){
const err1 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.port !== undefined){
let data1 = data.port;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err2 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 65535 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
if(data.data !== undefined){
if(typeof data.data !== "string"){
const err5 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.public_url !== undefined){
if(typeof data.public_url !== "string"){
const err6 = {instancePath:instancePath+"/public_url",schemaPath:"#/properties/public_url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.database_url !== undefined){
if(typeof data.database_url !== "string"){
const err7 = {instancePath:instancePath+"/database_url",schemaPath:"#/properties/database_url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.log_level !== undefined){
let data5 = data.log_level;
if(!(((((data5 === "debug") || (data5 === "info")) || (data5 === "warn")) || (data5 === "error")) || (data5 === "silent"))){
const err8 = {instancePath:instancePath+"/log_level",schemaPath:"#/properties/log_level/enum",keyword:"enum",params:{allowedValues: schema31.properties.log_level.enum}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.github !== undefined){
let data6 = data.github;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
if(!((((key1 === "webhook_secret") || (key1 === "token")) || (key1 === "app")) || (key1 === "api_url"))){
const err9 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data6.webhook_secret !== undefined){
if(typeof data6.webhook_secret !== "string"){
const err10 = {instancePath:instancePath+"/github/webhook_secret",schemaPath:"#/properties/github/properties/webhook_secret/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data6.token !== undefined){
if(typeof data6.token !== "string"){
const err11 = {instancePath:instancePath+"/github/token",schemaPath:"#/properties/github/properties/token/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data6.app !== undefined){
let data9 = data6.app;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.id === undefined){
const err12 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/required",keyword:"required",params:{missingProperty: "id"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data9.private_key === undefined){
const err13 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/required",keyword:"required",params:{missingProperty: "private_key"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key2 in data9){
if(!((key2 === "id") || (key2 === "private_key"))){
const err14 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data9.id !== undefined){
if(typeof data9.id !== "string"){
const err15 = {instancePath:instancePath+"/github/app/id",schemaPath:"#/properties/github/properties/app/properties/id/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data9.private_key !== undefined){
if(typeof data9.private_key !== "string"){
const err16 = {instancePath:instancePath+"/github/app/private_key",schemaPath:"#/properties/github/properties/app/properties/private_key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data6.api_url !== undefined){
if(typeof data6.api_url !== "string"){
const err18 = {instancePath:instancePath+"/github/api_url",schemaPath:"#/properties/github/properties/api_url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.gitea !== undefined){
let data13 = data.gitea;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key3 in data13){
if(!(((key3 === "webhook_secret") || (key3 === "token")) || (key3 === "url"))){
const err20 = {instancePath:instancePath+"/gitea",schemaPath:"#/properties/gitea/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data13.webhook_secret !== undefined){
if(typeof data13.webhook_secret !== "string"){
const err21 = {instancePath:instancePath+"/gitea/webhook_secret",schemaPath:"#/properties/gitea/properties/webhook_secret/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data13.token !== undefined){
if(typeof data13.token !== "string"){
const err22 = {instancePath:instancePath+"/gitea/token",schemaPath:"#/properties/gitea/properties/token/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data13.url !== undefined){
if(typeof data13.url !== "string"){
const err23 = {instancePath:instancePath+"/gitea/url",schemaPath:"#/properties/gitea/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/gitea",schemaPath:"#/properties/gitea/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.repositories !== undefined){
let data17 = data.repositories;
if(Array.isArray(data17)){
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
let data18 = data17[i0];
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(data18.url === undefined){
const err25 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/required",keyword:"required",params:{missingProperty: "url"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
for(const key4 in data18){
if(!((((((((key4 === "url") || (key4 === "id")) || (key4 === "forge")) || (key4 === "full_name")) || (key4 === "default_branch")) || (key4 === "webhook_secret")) || (key4 === "token")) || (key4 === "senders"))){
const err26 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data18.url !== undefined){
if(typeof data18.url !== "string"){
const err27 = {instancePath:instancePath+"/repositories/" + i0+"/url",schemaPath:"#/properties/repositories/items/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data18.id !== undefined){
if(typeof data18.id !== "string"){
const err28 = {instancePath:instancePath+"/repositories/" + i0+"/id",schemaPath:"#/properties/repositories/items/properties/id/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data18.forge !== undefined){
let data21 = data18.forge;
if(!(((data21 === "github") || (data21 === "gitea")) || (data21 === "git"))){
const err29 = {instancePath:instancePath+"/repositories/" + i0+"/forge",schemaPath:"#/properties/repositories/items/properties/forge/enum",keyword:"enum",params:{allowedValues: schema31.properties.repositories.items.properties.forge.enum}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data18.full_name !== undefined){
if(typeof data18.full_name !== "string"){
const err30 = {instancePath:instancePath+"/repositories/" + i0+"/full_name",schemaPath:"#/properties/repositories/items/properties/full_name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data18.default_branch !== undefined){
if(typeof data18.default_branch !== "string"){
const err31 = {instancePath:instancePath+"/repositories/" + i0+"/default_branch",schemaPath:"#/properties/repositories/items/properties/default_branch/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data18.webhook_secret !== undefined){
if(typeof data18.webhook_secret !== "string"){
const err32 = {instancePath:instancePath+"/repositories/" + i0+"/webhook_secret",schemaPath:"#/properties/repositories/items/properties/webhook_secret/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data18.token !== undefined){
if(typeof data18.token !== "string"){
const err33 = {instancePath:instancePath+"/repositories/" + i0+"/token",schemaPath:"#/properties/repositories/items/properties/token/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data18.senders !== undefined){
let data26 = data18.senders;
if(Array.isArray(data26)){
const len1 = data26.length;
for(let i1=0; i1<len1; i1++){
if(typeof data26[i1] !== "string"){
const err34 = {instancePath:instancePath+"/repositories/" + i0+"/senders/" + i1,schemaPath:"#/properties/repositories/items/properties/senders/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/repositories/" + i0+"/senders",schemaPath:"#/properties/repositories/items/properties/senders/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath:instancePath+"/repositories",schemaPath:"#/properties/repositories/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.auth !== undefined){
let data28 = data.auth;
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
for(const key5 in data28){
if(!((((key5 === "anonymous") || (key5 === "admin_token")) || (key5 === "origins")) || (key5 === "oidc"))){
const err38 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data28.anonymous !== undefined){
if(typeof data28.anonymous !== "boolean"){
const err39 = {instancePath:instancePath+"/auth/anonymous",schemaPath:"#/properties/auth/properties/anonymous/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data28.admin_token !== undefined){
if(typeof data28.admin_token !== "string"){
const err40 = {instancePath:instancePath+"/auth/admin_token",schemaPath:"#/properties/auth/properties/admin_token/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data28.origins !== undefined){
let data31 = data28.origins;
if(Array.isArray(data31)){
const len2 = data31.length;
for(let i2=0; i2<len2; i2++){
if(typeof data31[i2] !== "string"){
const err41 = {instancePath:instancePath+"/auth/origins/" + i2,schemaPath:"#/properties/auth/properties/origins/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/auth/origins",schemaPath:"#/properties/auth/properties/origins/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data28.oidc !== undefined){
let data33 = data28.oidc;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.issuer === undefined){
const err43 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/required",keyword:"required",params:{missingProperty: "issuer"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data33.client_id === undefined){
const err44 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/required",keyword:"required",params:{missingProperty: "client_id"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
for(const key6 in data33){
if(!((((((key6 === "issuer") || (key6 === "audience")) || (key6 === "client_id")) || (key6 === "client_secret")) || (key6 === "roles_claim")) || (key6 === "roles"))){
const err45 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data33.issuer !== undefined){
if(typeof data33.issuer !== "string"){
const err46 = {instancePath:instancePath+"/auth/oidc/issuer",schemaPath:"#/properties/auth/properties/oidc/properties/issuer/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data33.audience !== undefined){
if(typeof data33.audience !== "string"){
const err47 = {instancePath:instancePath+"/auth/oidc/audience",schemaPath:"#/properties/auth/properties/oidc/properties/audience/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data33.client_id !== undefined){
if(typeof data33.client_id !== "string"){
const err48 = {instancePath:instancePath+"/auth/oidc/client_id",schemaPath:"#/properties/auth/properties/oidc/properties/client_id/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data33.client_secret !== undefined){
if(typeof data33.client_secret !== "string"){
const err49 = {instancePath:instancePath+"/auth/oidc/client_secret",schemaPath:"#/properties/auth/properties/oidc/properties/client_secret/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data33.roles_claim !== undefined){
if(typeof data33.roles_claim !== "string"){
const err50 = {instancePath:instancePath+"/auth/oidc/roles_claim",schemaPath:"#/properties/auth/properties/oidc/properties/roles_claim/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data33.roles !== undefined){
let data39 = data33.roles;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
for(const key7 in data39){
let data40 = data39[key7];
if(!(((data40 === "viewer") || (data40 === "builder")) || (data40 === "admin"))){
const err51 = {instancePath:instancePath+"/auth/oidc/roles/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/oidc/properties/roles/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema31.properties.auth.properties.oidc.properties.roles.additionalProperties.enum}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/auth/oidc/roles",schemaPath:"#/properties/auth/properties/oidc/properties/roles/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.worker !== undefined){
let data41 = data.worker;
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
for(const key8 in data41){
if(!(((key8 === "slots") || (key8 === "platforms")) || (key8 === "builder"))){
const err55 = {instancePath:instancePath+"/worker",schemaPath:"#/properties/worker/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data41.slots !== undefined){
let data42 = data41.slots;
if(!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))){
const err56 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 256 || isNaN(data42)){
const err57 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data42 < 0 || isNaN(data42)){
const err58 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
if(data41.platforms !== undefined){
let data43 = data41.platforms;
if(Array.isArray(data43)){
const len3 = data43.length;
for(let i3=0; i3<len3; i3++){
if(typeof data43[i3] !== "string"){
const err59 = {instancePath:instancePath+"/worker/platforms/" + i3,schemaPath:"#/properties/worker/properties/platforms/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/worker/platforms",schemaPath:"#/properties/worker/properties/platforms/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data41.builder !== undefined){
let data45 = data41.builder;
if(!((((data45 === "auto") || (data45 === "buildx")) || (data45 === "podman")) || (data45 === "buildah"))){
const err61 = {instancePath:instancePath+"/worker/builder",schemaPath:"#/properties/worker/properties/builder/enum",keyword:"enum",params:{allowedValues: schema31.properties.worker.properties.builder.enum}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
else {
const err62 = {instancePath:instancePath+"/worker",schemaPath:"#/properties/worker/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.pull_requests !== undefined){
let data46 = data.pull_requests;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
for(const key9 in data46){
if(!(key9 === "registry")){
const err63 = {instancePath:instancePath+"/pull_requests",schemaPath:"#/properties/pull_requests/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data46.registry !== undefined){
if(typeof data46.registry !== "string"){
const err64 = {instancePath:instancePath+"/pull_requests/registry",schemaPath:"#/properties/pull_requests/properties/registry/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/pull_requests",schemaPath:"#/properties/pull_requests/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data.limits !== undefined){
let data48 = data.limits;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key10 in data48){
if(!(((key10 === "runs") || (key10 === "runs_per_repository")) || (key10 === "builds_per_repository"))){
const err66 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data48.runs !== undefined){
let data49 = data48.runs;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
const err67 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 > 1000 || isNaN(data49)){
const err68 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data49 < 1 || isNaN(data49)){
const err69 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
}
if(data48.runs_per_repository !== undefined){
let data50 = data48.runs_per_repository;
if(!(((typeof data50 == "number") && (!(data50 % 1) && !isNaN(data50))) && (isFinite(data50)))){
const err70 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 > 1000 || isNaN(data50)){
const err71 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data50 < 1 || isNaN(data50)){
const err72 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
if(data48.builds_per_repository !== undefined){
let data51 = data48.builds_per_repository;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
const err73 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 > 10000 || isNaN(data51)){
const err74 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data51 < 1 || isNaN(data51)){
const err75 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
}
else {
const err76 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data.retention !== undefined){
let data52 = data.retention;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
for(const key11 in data52){
if(!(((key11 === "runs") || (key11 === "logs")) || (key11 === "deliveries"))){
const err77 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data52.runs !== undefined){
if(typeof data52.runs !== "string"){
const err78 = {instancePath:instancePath+"/retention/runs",schemaPath:"#/properties/retention/properties/runs/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data52.logs !== undefined){
if(typeof data52.logs !== "string"){
const err79 = {instancePath:instancePath+"/retention/logs",schemaPath:"#/properties/retention/properties/logs/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data52.deliveries !== undefined){
if(typeof data52.deliveries !== "string"){
const err80 = {instancePath:instancePath+"/retention/deliveries",schemaPath:"#/properties/retention/properties/deliveries/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
else {
const err81 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data.exports !== undefined){
let data56 = data.exports;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
for(const key12 in data56){
if(!((((key12 === "storage") || (key12 === "keep")) || (key12 === "max_size")) || (key12 === "image_builder"))){
const err82 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data56.storage !== undefined){
let data57 = data56.storage;
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
for(const key13 in data57){
if(!((((((key13 === "kind") || (key13 === "path")) || (key13 === "endpoint")) || (key13 === "bucket")) || (key13 === "region")) || (key13 === "prefix"))){
const err83 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data57.kind !== undefined){
let data58 = data57.kind;
if(!(((data58 === "local") || (data58 === "pvc")) || (data58 === "s3"))){
const err84 = {instancePath:instancePath+"/exports/storage/kind",schemaPath:"#/properties/exports/properties/storage/properties/kind/enum",keyword:"enum",params:{allowedValues: schema31.properties.exports.properties.storage.properties.kind.enum}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data57.path !== undefined){
if(typeof data57.path !== "string"){
const err85 = {instancePath:instancePath+"/exports/storage/path",schemaPath:"#/properties/exports/properties/storage/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data57.endpoint !== undefined){
if(typeof data57.endpoint !== "string"){
const err86 = {instancePath:instancePath+"/exports/storage/endpoint",schemaPath:"#/properties/exports/properties/storage/properties/endpoint/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data57.bucket !== undefined){
if(typeof data57.bucket !== "string"){
const err87 = {instancePath:instancePath+"/exports/storage/bucket",schemaPath:"#/properties/exports/properties/storage/properties/bucket/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data57.region !== undefined){
if(typeof data57.region !== "string"){
const err88 = {instancePath:instancePath+"/exports/storage/region",schemaPath:"#/properties/exports/properties/storage/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data57.prefix !== undefined){
if(typeof data57.prefix !== "string"){
const err89 = {instancePath:instancePath+"/exports/storage/prefix",schemaPath:"#/properties/exports/properties/storage/properties/prefix/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/exports/storage",schemaPath:"#/properties/exports/properties/storage/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data56.keep !== undefined){
let data64 = data56.keep;
if(!(((typeof data64 == "number") && (!(data64 % 1) && !isNaN(data64))) && (isFinite(data64)))){
const err91 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 < 1 || isNaN(data64)){
const err92 = {instancePath:instancePath+"/exports/keep",schemaPath:"#/properties/exports/properties/keep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
if(data56.max_size !== undefined){
let data65 = data56.max_size;
if((typeof data65 !== "string") && (!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65))))){
const err93 = {instancePath:instancePath+"/exports/max_size",schemaPath:"#/properties/exports/properties/max_size/type",keyword:"type",params:{type: schema31.properties.exports.properties.max_size.type}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data56.image_builder !== undefined){
if(typeof data56.image_builder !== "string"){
const err94 = {instancePath:instancePath+"/exports/image_builder",schemaPath:"#/properties/exports/properties/image_builder/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
else {
const err95 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data.log_size !== undefined){
let data67 = data.log_size;
if(!(((typeof data67 == "number") && (!(data67 % 1) && !isNaN(data67))) && (isFinite(data67)))){
const err96 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if((typeof data67 == "number") && (isFinite(data67))){
if(data67 > 4096 || isNaN(data67)){
const err97 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4096}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data67 < 1 || isNaN(data67)){
const err98 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
if(data.reconcile !== undefined){
let data68 = data.reconcile;
if(!(((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68))) && (isFinite(data68)))){
const err99 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 > 86400 || isNaN(data68)){
const err100 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data68 < 1 || isNaN(data68)){
const err101 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
if(data.drift !== undefined){
let data69 = data.drift;
if(!(((typeof data69 == "number") && (!(data69 % 1) && !isNaN(data69))) && (isFinite(data69)))){
const err102 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if((typeof data69 == "number") && (isFinite(data69))){
if(data69 > 604800 || isNaN(data69)){
const err103 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/maximum",keyword:"maximum",params:{comparison: "<=", limit: 604800}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(data69 < 0 || isNaN(data69)){
const err104 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
if(data.notifications !== undefined){
let data70 = data.notifications;
if(Array.isArray(data70)){
const len4 = data70.length;
for(let i4=0; i4<len4; i4++){
let data71 = data70[i4];
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
if(data71.url === undefined){
const err105 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/required",keyword:"required",params:{missingProperty: "url"}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
for(const key14 in data71){
if(!(((((key14 === "url") || (key14 === "kind")) || (key14 === "secret")) || (key14 === "on")) || (key14 === "repositories"))){
const err106 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data71.url !== undefined){
if(typeof data71.url !== "string"){
const err107 = {instancePath:instancePath+"/notifications/" + i4+"/url",schemaPath:"#/properties/notifications/items/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data71.kind !== undefined){
let data73 = data71.kind;
if(!((data73 === "webhook") || (data73 === "slack"))){
const err108 = {instancePath:instancePath+"/notifications/" + i4+"/kind",schemaPath:"#/properties/notifications/items/properties/kind/enum",keyword:"enum",params:{allowedValues: schema31.properties.notifications.items.properties.kind.enum}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data71.secret !== undefined){
if(typeof data71.secret !== "string"){
const err109 = {instancePath:instancePath+"/notifications/" + i4+"/secret",schemaPath:"#/properties/notifications/items/properties/secret/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data71.on !== undefined){
let data75 = data71.on;
if(Array.isArray(data75)){
const len5 = data75.length;
for(let i5=0; i5<len5; i5++){
let data76 = data75[i5];
if(typeof data76 !== "string"){
const err110 = {instancePath:instancePath+"/notifications/" + i4+"/on/" + i5,schemaPath:"#/properties/notifications/items/properties/on/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(!(((data76 === "succeeded") || (data76 === "failed")) || (data76 === "cancelled"))){
const err111 = {instancePath:instancePath+"/notifications/" + i4+"/on/" + i5,schemaPath:"#/properties/notifications/items/properties/on/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.notifications.items.properties.on.items.enum}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
let i6 = data75.length;
let j0;
if(i6 > 1){
const indices0 = {};
for(;i6--;){
let item0 = data75[i6];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err112 = {instancePath:instancePath+"/notifications/" + i4+"/on",schemaPath:"#/properties/notifications/items/properties/on/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j0}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
break;
}
indices0[item0] = i6;
}
}
}
else {
const err113 = {instancePath:instancePath+"/notifications/" + i4+"/on",schemaPath:"#/properties/notifications/items/properties/on/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data71.repositories !== undefined){
let data77 = data71.repositories;
if(Array.isArray(data77)){
const len6 = data77.length;
for(let i7=0; i7<len6; i7++){
if(typeof data77[i7] !== "string"){
const err114 = {instancePath:instancePath+"/notifications/" + i4+"/repositories/" + i7,schemaPath:"#/properties/notifications/items/properties/repositories/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/notifications/" + i4+"/repositories",schemaPath:"#/properties/notifications/items/properties/repositories/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
}
else {
const err116 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
else {
const err117 = {instancePath:instancePath+"/notifications",schemaPath:"#/properties/notifications/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data.private_hosts !== undefined){
let data79 = data.private_hosts;
if(Array.isArray(data79)){
const len7 = data79.length;
for(let i8=0; i8<len7; i8++){
if(typeof data79[i8] !== "string"){
const err118 = {instancePath:instancePath+"/private_hosts/" + i8,schemaPath:"#/properties/private_hosts/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/private_hosts",schemaPath:"#/properties/private_hosts/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data.editor_url !== undefined){
if(typeof data.editor_url !== "string"){
const err120 = {instancePath:instancePath+"/editor_url",schemaPath:"#/properties/editor_url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
else {
const err121 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

