// Generated from schemas/ by scripts/generate.ts.
"use strict";
export const isBuildFile = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/build.schema.json","type":"object","properties":{"name":{"type":"string"},"version":{"type":["string","number"]},"display_name":{"type":"string"},"description":{"type":"string"},"category":{"type":"string"},"tags":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"metadata":{"type":"object","additionalProperties":true},"dockerfile":{"type":"string"},"base_image":{"type":"string"},"customizations":{"type":"object","properties":{"package_manager":{"type":"string","enum":["dnf","apt","apk"]},"repositories":{"type":"array","items":{"type":"object","properties":{"copr":{"type":"string"},"name":{"type":"string"},"url":{"type":"string"},"suite":{"type":"string"},"components":{"type":"array","items":{"type":"string"}},"key":{"type":"string"},"key_path":{"type":"string"}},"additionalProperties":false}},"packages":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"users":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"shell":{"type":"string"},"groups":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"password_hash":{"type":"string"},"ssh_keys":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false}},"root_ssh_keys":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"files":{"type":"array","items":{"type":"object","required":["destination"],"properties":{"destination":{"type":"string"},"content":{"type":"string"},"path":{"type":"string"},"mode":{"type":"string"},"owner":{"type":"string"}},"additionalProperties":false}},"systemd_units":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"content":{"type":"string"},"path":{"type":"string"},"enabled":{"type":"boolean"}},"additionalProperties":false}},"scripts":{"type":"array","items":{"type":"object","properties":{"content":{"type":"string"},"path":{"type":"string"}},"additionalProperties":false}},"flightctl":{"type":"object","required":["enrollment_service"],"properties":{"enrollment_service":{"type":"object","required":["server"],"properties":{"server":{"type":"string"},"certificate_authority":{"type":"string"},"ui_endpoint":{"type":"string"}},"additionalProperties":false},"enrol":{"type":"boolean"},"spec_fetch_interval":{"type":"string"},"status_update_interval":{"type":"string"},"default_labels":{"type":"object","additionalProperties":{"type":"string"}},"system_info":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"system_info_custom":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"system_info_timeout":{"type":"string"},"pull_timeout":{"type":"string"},"log_level":{"type":"string","enum":["panic","fatal","error","warn","info","debug","trace"]},"tpm":{"type":"object","properties":{"enabled":{"type":"boolean"},"device_path":{"type":"string"},"auth_enabled":{"type":"boolean"},"storage_file_path":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false},"labels":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"context":{"type":"string"},"target":{"type":"string"},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"depends_on":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"parents":{"type":"object","additionalProperties":{"type":"string"}},"requirements":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"secrets":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"resources":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","integer"]},"disk":{"type":["string","integer"]},"timeout":{"type":"string"}},"additionalProperties":false},"exports":{"type":"array","items":{"type":"object","required":["type"],"properties":{"type":{"enum":["qcow2","raw","vmdk","iso","ami","tar"]},"architecture":{"enum":["x86_64","aarch64"]}},"additionalProperties":false}},"test":{"type":"object","required":["command"],"properties":{"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false}},"additionalProperties":false};
const func1 = Object.prototype.hasOwnProperty;

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/build.schema.json" */;
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
if(data.name !== undefined){
if(typeof data.name !== "string"){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))){
const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema31.properties.version.type}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.display_name !== undefined){
if(typeof data.display_name !== "string"){
const err3 = {instancePath:instancePath+"/display_name",schemaPath:"#/properties/display_name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.category !== undefined){
if(typeof data.category !== "string"){
const err5 = {instancePath:instancePath+"/category",schemaPath:"#/properties/category/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.tags !== undefined){
let data5 = data.tags;
if(Array.isArray(data5)){
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
if(typeof data5[i0] !== "string"){
const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
let i1 = data5.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data5[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
let data7 = data.metadata;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
}
else {
const err9 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.dockerfile !== undefined){
if(typeof data.dockerfile !== "string"){
const err10 = {instancePath:instancePath+"/dockerfile",schemaPath:"#/properties/dockerfile/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.base_image !== undefined){
if(typeof data.base_image !== "string"){
const err11 = {instancePath:instancePath+"/base_image",schemaPath:"#/properties/base_image/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.customizations !== undefined){
let data10 = data.customizations;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key1 in data10){
if(!(func1.call(schema31.properties.customizations.properties, key1))){
const err12 = {instancePath:instancePath+"/customizations",schemaPath:"#/properties/customizations/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data10.package_manager !== undefined){
let data11 = data10.package_manager;
if(typeof data11 !== "string"){
const err13 = {instancePath:instancePath+"/customizations/package_manager",schemaPath:"#/properties/customizations/properties/package_manager/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data11 === "dnf") || (data11 === "apt")) || (data11 === "apk"))){
const err14 = {instancePath:instancePath+"/customizations/package_manager",schemaPath:"#/properties/customizations/properties/package_manager/enum",keyword:"enum",params:{allowedValues: schema31.properties.customizations.properties.package_manager.enum}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data10.repositories !== undefined){
let data12 = data10.repositories;
if(Array.isArray(data12)){
const len1 = data12.length;
for(let i2=0; i2<len1; i2++){
let data13 = data12[i2];
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
if(!(((((((key2 === "copr") || (key2 === "name")) || (key2 === "url")) || (key2 === "suite")) || (key2 === "components")) || (key2 === "key")) || (key2 === "key_path"))){
const err15 = {instancePath:instancePath+"/customizations/repositories/" + i2,schemaPath:"#/properties/customizations/properties/repositories/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data13.copr !== undefined){
if(typeof data13.copr !== "string"){
const err16 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/copr",schemaPath:"#/properties/customizations/properties/repositories/items/properties/copr/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data13.name !== undefined){
if(typeof data13.name !== "string"){
const err17 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/name",schemaPath:"#/properties/customizations/properties/repositories/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data13.url !== undefined){
if(typeof data13.url !== "string"){
const err18 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/url",schemaPath:"#/properties/customizations/properties/repositories/items/properties/url/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data13.suite !== undefined){
if(typeof data13.suite !== "string"){
const err19 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/suite",schemaPath:"#/properties/customizations/properties/repositories/items/properties/suite/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data13.components !== undefined){
let data18 = data13.components;
if(Array.isArray(data18)){
const len2 = data18.length;
for(let i3=0; i3<len2; i3++){
if(typeof data18[i3] !== "string"){
const err20 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/components/" + i3,schemaPath:"#/properties/customizations/properties/repositories/items/properties/components/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/components",schemaPath:"#/properties/customizations/properties/repositories/items/properties/components/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data13.key !== undefined){
if(typeof data13.key !== "string"){
const err22 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/key",schemaPath:"#/properties/customizations/properties/repositories/items/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data13.key_path !== undefined){
if(typeof data13.key_path !== "string"){
const err23 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/key_path",schemaPath:"#/properties/customizations/properties/repositories/items/properties/key_path/type",keyword:"type",params:{type: "string"}};
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
const err24 = {instancePath:instancePath+"/customizations/repositories/" + i2,schemaPath:"#/properties/customizations/properties/repositories/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/customizations/repositories",schemaPath:"#/properties/customizations/properties/repositories/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data10.packages !== undefined){
let data22 = data10.packages;
if(Array.isArray(data22)){
const len3 = data22.length;
for(let i4=0; i4<len3; i4++){
if(typeof data22[i4] !== "string"){
const err26 = {instancePath:instancePath+"/customizations/packages/" + i4,schemaPath:"#/properties/customizations/properties/packages/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
let i5 = data22.length;
let j1;
if(i5 > 1){
const indices1 = {};
for(;i5--;){
let item1 = data22[i5];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err27 = {instancePath:instancePath+"/customizations/packages",schemaPath:"#/properties/customizations/properties/packages/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j1}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
break;
}
indices1[item1] = i5;
}
}
}
else {
const err28 = {instancePath:instancePath+"/customizations/packages",schemaPath:"#/properties/customizations/properties/packages/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data10.users !== undefined){
let data24 = data10.users;
if(Array.isArray(data24)){
const len4 = data24.length;
for(let i6=0; i6<len4; i6++){
let data25 = data24[i6];
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.name === undefined){
const err29 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key3 in data25){
if(!(((((key3 === "name") || (key3 === "shell")) || (key3 === "groups")) || (key3 === "password_hash")) || (key3 === "ssh_keys"))){
const err30 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data25.name !== undefined){
if(typeof data25.name !== "string"){
const err31 = {instancePath:instancePath+"/customizations/users/" + i6+"/name",schemaPath:"#/properties/customizations/properties/users/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data25.shell !== undefined){
if(typeof data25.shell !== "string"){
const err32 = {instancePath:instancePath+"/customizations/users/" + i6+"/shell",schemaPath:"#/properties/customizations/properties/users/items/properties/shell/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data25.groups !== undefined){
let data28 = data25.groups;
if(Array.isArray(data28)){
const len5 = data28.length;
for(let i7=0; i7<len5; i7++){
if(typeof data28[i7] !== "string"){
const err33 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups/" + i7,schemaPath:"#/properties/customizations/properties/users/items/properties/groups/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
let i8 = data28.length;
let j2;
if(i8 > 1){
const indices2 = {};
for(;i8--;){
let item2 = data28[i8];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err34 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups",schemaPath:"#/properties/customizations/properties/users/items/properties/groups/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j2}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
break;
}
indices2[item2] = i8;
}
}
}
else {
const err35 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups",schemaPath:"#/properties/customizations/properties/users/items/properties/groups/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data25.password_hash !== undefined){
if(typeof data25.password_hash !== "string"){
const err36 = {instancePath:instancePath+"/customizations/users/" + i6+"/password_hash",schemaPath:"#/properties/customizations/properties/users/items/properties/password_hash/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data25.ssh_keys !== undefined){
let data31 = data25.ssh_keys;
if(Array.isArray(data31)){
const len6 = data31.length;
for(let i9=0; i9<len6; i9++){
if(typeof data31[i9] !== "string"){
const err37 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys/" + i9,schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
let i10 = data31.length;
let j3;
if(i10 > 1){
const indices3 = {};
for(;i10--;){
let item3 = data31[i10];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err38 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys",schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j3}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
break;
}
indices3[item3] = i10;
}
}
}
else {
const err39 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys",schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/customizations/users",schemaPath:"#/properties/customizations/properties/users/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data10.root_ssh_keys !== undefined){
let data33 = data10.root_ssh_keys;
if(Array.isArray(data33)){
const len7 = data33.length;
for(let i11=0; i11<len7; i11++){
if(typeof data33[i11] !== "string"){
const err42 = {instancePath:instancePath+"/customizations/root_ssh_keys/" + i11,schemaPath:"#/properties/customizations/properties/root_ssh_keys/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
let i12 = data33.length;
let j4;
if(i12 > 1){
const indices4 = {};
for(;i12--;){
let item4 = data33[i12];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err43 = {instancePath:instancePath+"/customizations/root_ssh_keys",schemaPath:"#/properties/customizations/properties/root_ssh_keys/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j4}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
break;
}
indices4[item4] = i12;
}
}
}
else {
const err44 = {instancePath:instancePath+"/customizations/root_ssh_keys",schemaPath:"#/properties/customizations/properties/root_ssh_keys/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data10.files !== undefined){
let data35 = data10.files;
if(Array.isArray(data35)){
const len8 = data35.length;
for(let i13=0; i13<len8; i13++){
let data36 = data35[i13];
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.destination === undefined){
const err45 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/required",keyword:"required",params:{missingProperty: "destination"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
for(const key4 in data36){
if(!(((((key4 === "destination") || (key4 === "content")) || (key4 === "path")) || (key4 === "mode")) || (key4 === "owner"))){
const err46 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data36.destination !== undefined){
if(typeof data36.destination !== "string"){
const err47 = {instancePath:instancePath+"/customizations/files/" + i13+"/destination",schemaPath:"#/properties/customizations/properties/files/items/properties/destination/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data36.content !== undefined){
if(typeof data36.content !== "string"){
const err48 = {instancePath:instancePath+"/customizations/files/" + i13+"/content",schemaPath:"#/properties/customizations/properties/files/items/properties/content/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data36.path !== undefined){
if(typeof data36.path !== "string"){
const err49 = {instancePath:instancePath+"/customizations/files/" + i13+"/path",schemaPath:"#/properties/customizations/properties/files/items/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data36.mode !== undefined){
if(typeof data36.mode !== "string"){
const err50 = {instancePath:instancePath+"/customizations/files/" + i13+"/mode",schemaPath:"#/properties/customizations/properties/files/items/properties/mode/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data36.owner !== undefined){
if(typeof data36.owner !== "string"){
const err51 = {instancePath:instancePath+"/customizations/files/" + i13+"/owner",schemaPath:"#/properties/customizations/properties/files/items/properties/owner/type",keyword:"type",params:{type: "string"}};
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
const err52 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/type",keyword:"type",params:{type: "object"}};
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
const err53 = {instancePath:instancePath+"/customizations/files",schemaPath:"#/properties/customizations/properties/files/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data10.systemd_units !== undefined){
let data42 = data10.systemd_units;
if(Array.isArray(data42)){
const len9 = data42.length;
for(let i14=0; i14<len9; i14++){
let data43 = data42[i14];
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
if(data43.name === undefined){
const err54 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
for(const key5 in data43){
if(!((((key5 === "name") || (key5 === "content")) || (key5 === "path")) || (key5 === "enabled"))){
const err55 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data43.name !== undefined){
if(typeof data43.name !== "string"){
const err56 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/name",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data43.content !== undefined){
if(typeof data43.content !== "string"){
const err57 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/content",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/content/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data43.path !== undefined){
if(typeof data43.path !== "string"){
const err58 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/path",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data43.enabled !== undefined){
if(typeof data43.enabled !== "boolean"){
const err59 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/enabled",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/enabled/type",keyword:"type",params:{type: "boolean"}};
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
const err60 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/customizations/systemd_units",schemaPath:"#/properties/customizations/properties/systemd_units/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data10.scripts !== undefined){
let data48 = data10.scripts;
if(Array.isArray(data48)){
const len10 = data48.length;
for(let i15=0; i15<len10; i15++){
let data49 = data48[i15];
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
for(const key6 in data49){
if(!((key6 === "content") || (key6 === "path"))){
const err62 = {instancePath:instancePath+"/customizations/scripts/" + i15,schemaPath:"#/properties/customizations/properties/scripts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data49.content !== undefined){
if(typeof data49.content !== "string"){
const err63 = {instancePath:instancePath+"/customizations/scripts/" + i15+"/content",schemaPath:"#/properties/customizations/properties/scripts/items/properties/content/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data49.path !== undefined){
if(typeof data49.path !== "string"){
const err64 = {instancePath:instancePath+"/customizations/scripts/" + i15+"/path",schemaPath:"#/properties/customizations/properties/scripts/items/properties/path/type",keyword:"type",params:{type: "string"}};
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
const err65 = {instancePath:instancePath+"/customizations/scripts/" + i15,schemaPath:"#/properties/customizations/properties/scripts/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/customizations/scripts",schemaPath:"#/properties/customizations/properties/scripts/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data10.flightctl !== undefined){
let data52 = data10.flightctl;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
if(data52.enrollment_service === undefined){
const err67 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/required",keyword:"required",params:{missingProperty: "enrollment_service"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
for(const key7 in data52){
if(!(func1.call(schema31.properties.customizations.properties.flightctl.properties, key7))){
const err68 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data52.enrollment_service !== undefined){
let data53 = data52.enrollment_service;
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
if(data53.server === undefined){
const err69 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/required",keyword:"required",params:{missingProperty: "server"}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key8 in data53){
if(!(((key8 === "server") || (key8 === "certificate_authority")) || (key8 === "ui_endpoint"))){
const err70 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data53.server !== undefined){
if(typeof data53.server !== "string"){
const err71 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/server",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/server/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data53.certificate_authority !== undefined){
if(typeof data53.certificate_authority !== "string"){
const err72 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/certificate_authority",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/certificate_authority/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data53.ui_endpoint !== undefined){
if(typeof data53.ui_endpoint !== "string"){
const err73 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/ui_endpoint",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/ui_endpoint/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data52.enrol !== undefined){
if(typeof data52.enrol !== "boolean"){
const err75 = {instancePath:instancePath+"/customizations/flightctl/enrol",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrol/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data52.spec_fetch_interval !== undefined){
if(typeof data52.spec_fetch_interval !== "string"){
const err76 = {instancePath:instancePath+"/customizations/flightctl/spec_fetch_interval",schemaPath:"#/properties/customizations/properties/flightctl/properties/spec_fetch_interval/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data52.status_update_interval !== undefined){
if(typeof data52.status_update_interval !== "string"){
const err77 = {instancePath:instancePath+"/customizations/flightctl/status_update_interval",schemaPath:"#/properties/customizations/properties/flightctl/properties/status_update_interval/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data52.default_labels !== undefined){
let data60 = data52.default_labels;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
for(const key9 in data60){
if(typeof data60[key9] !== "string"){
const err78 = {instancePath:instancePath+"/customizations/flightctl/default_labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/customizations/properties/flightctl/properties/default_labels/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/customizations/flightctl/default_labels",schemaPath:"#/properties/customizations/properties/flightctl/properties/default_labels/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data52.system_info !== undefined){
let data62 = data52.system_info;
if(Array.isArray(data62)){
const len11 = data62.length;
for(let i16=0; i16<len11; i16++){
if(typeof data62[i16] !== "string"){
const err80 = {instancePath:instancePath+"/customizations/flightctl/system_info/" + i16,schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
let i17 = data62.length;
let j5;
if(i17 > 1){
const indices5 = {};
for(;i17--;){
let item5 = data62[i17];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err81 = {instancePath:instancePath+"/customizations/flightctl/system_info",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/uniqueItems",keyword:"uniqueItems",params:{i: i17, j: j5}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
break;
}
indices5[item5] = i17;
}
}
}
else {
const err82 = {instancePath:instancePath+"/customizations/flightctl/system_info",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data52.system_info_custom !== undefined){
let data64 = data52.system_info_custom;
if(Array.isArray(data64)){
const len12 = data64.length;
for(let i18=0; i18<len12; i18++){
if(typeof data64[i18] !== "string"){
const err83 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom/" + i18,schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
let i19 = data64.length;
let j6;
if(i19 > 1){
const indices6 = {};
for(;i19--;){
let item6 = data64[i19];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err84 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/uniqueItems",keyword:"uniqueItems",params:{i: i19, j: j6}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
break;
}
indices6[item6] = i19;
}
}
}
else {
const err85 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data52.system_info_timeout !== undefined){
if(typeof data52.system_info_timeout !== "string"){
const err86 = {instancePath:instancePath+"/customizations/flightctl/system_info_timeout",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_timeout/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data52.pull_timeout !== undefined){
if(typeof data52.pull_timeout !== "string"){
const err87 = {instancePath:instancePath+"/customizations/flightctl/pull_timeout",schemaPath:"#/properties/customizations/properties/flightctl/properties/pull_timeout/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data52.log_level !== undefined){
let data68 = data52.log_level;
if(typeof data68 !== "string"){
const err88 = {instancePath:instancePath+"/customizations/flightctl/log_level",schemaPath:"#/properties/customizations/properties/flightctl/properties/log_level/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(!(((((((data68 === "panic") || (data68 === "fatal")) || (data68 === "error")) || (data68 === "warn")) || (data68 === "info")) || (data68 === "debug")) || (data68 === "trace"))){
const err89 = {instancePath:instancePath+"/customizations/flightctl/log_level",schemaPath:"#/properties/customizations/properties/flightctl/properties/log_level/enum",keyword:"enum",params:{allowedValues: schema31.properties.customizations.properties.flightctl.properties.log_level.enum}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data52.tpm !== undefined){
let data69 = data52.tpm;
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
for(const key10 in data69){
if(!((((key10 === "enabled") || (key10 === "device_path")) || (key10 === "auth_enabled")) || (key10 === "storage_file_path"))){
const err90 = {instancePath:instancePath+"/customizations/flightctl/tpm",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data69.enabled !== undefined){
if(typeof data69.enabled !== "boolean"){
const err91 = {instancePath:instancePath+"/customizations/flightctl/tpm/enabled",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/enabled/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data69.device_path !== undefined){
if(typeof data69.device_path !== "string"){
const err92 = {instancePath:instancePath+"/customizations/flightctl/tpm/device_path",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/device_path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data69.auth_enabled !== undefined){
if(typeof data69.auth_enabled !== "boolean"){
const err93 = {instancePath:instancePath+"/customizations/flightctl/tpm/auth_enabled",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/auth_enabled/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data69.storage_file_path !== undefined){
if(typeof data69.storage_file_path !== "string"){
const err94 = {instancePath:instancePath+"/customizations/flightctl/tpm/storage_file_path",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/storage_file_path/type",keyword:"type",params:{type: "string"}};
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
const err95 = {instancePath:instancePath+"/customizations/flightctl/tpm",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
else {
const err96 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data10.labels !== undefined){
let data74 = data10.labels;
if(data74 && typeof data74 == "object" && !Array.isArray(data74)){
for(const key11 in data74){
if(typeof data74[key11] !== "string"){
const err97 = {instancePath:instancePath+"/customizations/labels/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/customizations/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/customizations/labels",schemaPath:"#/properties/customizations/properties/labels/type",keyword:"type",params:{type: "object"}};
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
else {
const err99 = {instancePath:instancePath+"/customizations",schemaPath:"#/properties/customizations/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data.context !== undefined){
if(typeof data.context !== "string"){
const err100 = {instancePath:instancePath+"/context",schemaPath:"#/properties/context/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data.target !== undefined){
if(typeof data.target !== "string"){
const err101 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data.args !== undefined){
let data78 = data.args;
if(data78 && typeof data78 == "object" && !Array.isArray(data78)){
for(const key12 in data78){
let data79 = data78[key12];
if(((typeof data79 !== "string") && (!((typeof data79 == "number") && (isFinite(data79))))) && (typeof data79 !== "boolean")){
const err102 = {instancePath:instancePath+"/args/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema31.properties.args.additionalProperties.type}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
else {
const err103 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data.platforms !== undefined){
let data80 = data.platforms;
if(Array.isArray(data80)){
if(data80.length < 1){
const err104 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
const len13 = data80.length;
for(let i20=0; i20<len13; i20++){
if(typeof data80[i20] !== "string"){
const err105 = {instancePath:instancePath+"/platforms/" + i20,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
let i21 = data80.length;
let j7;
if(i21 > 1){
const indices7 = {};
for(;i21--;){
let item7 = data80[i21];
if(typeof item7 !== "string"){
continue;
}
if(typeof indices7[item7] == "number"){
j7 = indices7[item7];
const err106 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i21, j: j7}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
break;
}
indices7[item7] = i21;
}
}
}
else {
const err107 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data.depends_on !== undefined){
let data82 = data.depends_on;
if(Array.isArray(data82)){
const len14 = data82.length;
for(let i22=0; i22<len14; i22++){
if(typeof data82[i22] !== "string"){
const err108 = {instancePath:instancePath+"/depends_on/" + i22,schemaPath:"#/properties/depends_on/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
let i23 = data82.length;
let j8;
if(i23 > 1){
const indices8 = {};
for(;i23--;){
let item8 = data82[i23];
if(typeof item8 !== "string"){
continue;
}
if(typeof indices8[item8] == "number"){
j8 = indices8[item8];
const err109 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/uniqueItems",keyword:"uniqueItems",params:{i: i23, j: j8}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
break;
}
indices8[item8] = i23;
}
}
}
else {
const err110 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data.parents !== undefined){
let data84 = data.parents;
if(data84 && typeof data84 == "object" && !Array.isArray(data84)){
for(const key13 in data84){
if(typeof data84[key13] !== "string"){
const err111 = {instancePath:instancePath+"/parents/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parents/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
else {
const err112 = {instancePath:instancePath+"/parents",schemaPath:"#/properties/parents/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(data.requirements !== undefined){
let data86 = data.requirements;
if(Array.isArray(data86)){
const len15 = data86.length;
for(let i24=0; i24<len15; i24++){
if(typeof data86[i24] !== "string"){
const err113 = {instancePath:instancePath+"/requirements/" + i24,schemaPath:"#/properties/requirements/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
let i25 = data86.length;
let j9;
if(i25 > 1){
const indices9 = {};
for(;i25--;){
let item9 = data86[i25];
if(typeof item9 !== "string"){
continue;
}
if(typeof indices9[item9] == "number"){
j9 = indices9[item9];
const err114 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/uniqueItems",keyword:"uniqueItems",params:{i: i25, j: j9}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
break;
}
indices9[item9] = i25;
}
}
}
else {
const err115 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data.secrets !== undefined){
let data88 = data.secrets;
if(Array.isArray(data88)){
const len16 = data88.length;
for(let i26=0; i26<len16; i26++){
if(typeof data88[i26] !== "string"){
const err116 = {instancePath:instancePath+"/secrets/" + i26,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
let i27 = data88.length;
let j10;
if(i27 > 1){
const indices10 = {};
for(;i27--;){
let item10 = data88[i27];
if(typeof item10 !== "string"){
continue;
}
if(typeof indices10[item10] == "number"){
j10 = indices10[item10];
const err117 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/uniqueItems",keyword:"uniqueItems",params:{i: i27, j: j10}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
break;
}
indices10[item10] = i27;
}
}
}
else {
const err118 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data.resources !== undefined){
let data90 = data.resources;
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
for(const key14 in data90){
if(!((((key14 === "cpu") || (key14 === "memory")) || (key14 === "disk")) || (key14 === "timeout"))){
const err119 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data90.cpu !== undefined){
let data91 = data90.cpu;
if((typeof data91 == "number") && (isFinite(data91))){
if(data91 <= 0 || isNaN(data91)){
const err120 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
else {
const err121 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/type",keyword:"type",params:{type: "number"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data90.memory !== undefined){
let data92 = data90.memory;
if((typeof data92 !== "string") && (!(((typeof data92 == "number") && (!(data92 % 1) && !isNaN(data92))) && (isFinite(data92))))){
const err122 = {instancePath:instancePath+"/resources/memory",schemaPath:"#/properties/resources/properties/memory/type",keyword:"type",params:{type: schema31.properties.resources.properties.memory.type}};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data90.disk !== undefined){
let data93 = data90.disk;
if((typeof data93 !== "string") && (!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93))))){
const err123 = {instancePath:instancePath+"/resources/disk",schemaPath:"#/properties/resources/properties/disk/type",keyword:"type",params:{type: schema31.properties.resources.properties.disk.type}};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data90.timeout !== undefined){
if(typeof data90.timeout !== "string"){
const err124 = {instancePath:instancePath+"/resources/timeout",schemaPath:"#/properties/resources/properties/timeout/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
}
else {
const err125 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data.exports !== undefined){
let data95 = data.exports;
if(Array.isArray(data95)){
const len17 = data95.length;
for(let i28=0; i28<len17; i28++){
let data96 = data95[i28];
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(data96.type === undefined){
const err126 = {instancePath:instancePath+"/exports/" + i28,schemaPath:"#/properties/exports/items/required",keyword:"required",params:{missingProperty: "type"}};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
for(const key15 in data96){
if(!((key15 === "type") || (key15 === "architecture"))){
const err127 = {instancePath:instancePath+"/exports/" + i28,schemaPath:"#/properties/exports/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15}};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
if(data96.type !== undefined){
let data97 = data96.type;
if(!((((((data97 === "qcow2") || (data97 === "raw")) || (data97 === "vmdk")) || (data97 === "iso")) || (data97 === "ami")) || (data97 === "tar"))){
const err128 = {instancePath:instancePath+"/exports/" + i28+"/type",schemaPath:"#/properties/exports/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema31.properties.exports.items.properties.type.enum}};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data96.architecture !== undefined){
let data98 = data96.architecture;
if(!((data98 === "x86_64") || (data98 === "aarch64"))){
const err129 = {instancePath:instancePath+"/exports/" + i28+"/architecture",schemaPath:"#/properties/exports/items/properties/architecture/enum",keyword:"enum",params:{allowedValues: schema31.properties.exports.items.properties.architecture.enum}};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/exports/" + i28,schemaPath:"#/properties/exports/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
else {
const err131 = {instancePath:instancePath+"/exports",schemaPath:"#/properties/exports/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data.test !== undefined){
let data99 = data.test;
if(data99 && typeof data99 == "object" && !Array.isArray(data99)){
if(data99.command === undefined){
const err132 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/required",keyword:"required",params:{missingProperty: "command"}};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
for(const key16 in data99){
if(!(key16 === "command")){
const err133 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16}};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data99.command !== undefined){
let data100 = data99.command;
if(Array.isArray(data100)){
if(data100.length < 1){
const err134 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
const len18 = data100.length;
for(let i29=0; i29<len18; i29++){
if(typeof data100[i29] !== "string"){
const err135 = {instancePath:instancePath+"/test/command/" + i29,schemaPath:"#/properties/test/properties/command/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
}
else {
const err136 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
}
else {
const err137 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
else {
const err138 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

