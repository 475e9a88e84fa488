// Generated from schemas/ by scripts/generate.ts.
"use strict";
export const isBuildFile = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/build.schema.json","type":"object","properties":{"name":{"type":"string"},"version":{"type":["string","number"]},"display_name":{"type":"string"},"description":{"type":"string"},"category":{"type":"string"},"tags":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"metadata":{"type":"object","additionalProperties":true},"dockerfile":{"type":"string"},"base_image":{"type":"string"},"customizations":{"type":"object","properties":{"package_manager":{"type":"string","enum":["dnf","apt","apk"]},"repositories":{"type":"array","items":{"type":"object","properties":{"copr":{"type":"string"},"name":{"type":"string"},"url":{"type":"string"},"suite":{"type":"string"},"components":{"type":"array","items":{"type":"string"}},"key":{"type":"string"},"key_path":{"type":"string"}},"additionalProperties":false}},"packages":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"users":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"shell":{"type":"string"},"groups":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"password_hash":{"type":"string"},"ssh_keys":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false}},"root_ssh_keys":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"files":{"type":"array","items":{"type":"object","required":["destination"],"properties":{"destination":{"type":"string"},"content":{"type":"string"},"path":{"type":"string"},"mode":{"type":"string"},"owner":{"type":"string"}},"additionalProperties":false}},"systemd_units":{"type":"array","items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"content":{"type":"string"},"path":{"type":"string"},"enabled":{"type":"boolean"}},"additionalProperties":false}},"scripts":{"type":"array","items":{"type":"object","properties":{"content":{"type":"string"},"path":{"type":"string"}},"additionalProperties":false}},"flightctl":{"type":"object","required":["enrollment_service"],"properties":{"enrollment_service":{"type":"object","required":["server"],"properties":{"server":{"type":"string"},"certificate_authority":{"type":"string"},"ui_endpoint":{"type":"string"}},"additionalProperties":false},"enrol":{"type":"boolean"},"spec_fetch_interval":{"type":"string"},"status_update_interval":{"type":"string"},"default_labels":{"type":"object","additionalProperties":{"type":"string"}},"system_info":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"system_info_custom":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"system_info_timeout":{"type":"string"},"pull_timeout":{"type":"string"},"log_level":{"type":"string","enum":["panic","fatal","error","warn","info","debug","trace"]},"tpm":{"type":"object","properties":{"enabled":{"type":"boolean"},"device_path":{"type":"string"},"auth_enabled":{"type":"boolean"},"storage_file_path":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false},"labels":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"context":{"type":"string"},"target":{"type":"string"},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"depends_on":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"parents":{"type":"object","additionalProperties":{"type":"string"}},"requirements":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"secrets":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"resources":{"type":"object","properties":{"cpu":{"type":"number","exclusiveMinimum":0},"memory":{"type":["string","integer"]},"timeout":{"type":"string"}},"additionalProperties":false},"test":{"type":"object","required":["command"],"properties":{"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false}},"additionalProperties":false};
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
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
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
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err2 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema31.properties.version.type},message:"must be string,number"};
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
const err3 = {instancePath:instancePath+"/display_name",schemaPath:"#/properties/display_name/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err5 = {instancePath:instancePath+"/category",schemaPath:"#/properties/category/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err6 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err7 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
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
const err8 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err9 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err10 = {instancePath:instancePath+"/dockerfile",schemaPath:"#/properties/dockerfile/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err11 = {instancePath:instancePath+"/base_image",schemaPath:"#/properties/base_image/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err12 = {instancePath:instancePath+"/customizations",schemaPath:"#/properties/customizations/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
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
const err13 = {instancePath:instancePath+"/customizations/package_manager",schemaPath:"#/properties/customizations/properties/package_manager/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data11 === "dnf") || (data11 === "apt")) || (data11 === "apk"))){
const err14 = {instancePath:instancePath+"/customizations/package_manager",schemaPath:"#/properties/customizations/properties/package_manager/enum",keyword:"enum",params:{allowedValues: schema31.properties.customizations.properties.package_manager.enum},message:"must be equal to one of the allowed values"};
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
const err15 = {instancePath:instancePath+"/customizations/repositories/" + i2,schemaPath:"#/properties/customizations/properties/repositories/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
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
const err16 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/copr",schemaPath:"#/properties/customizations/properties/repositories/items/properties/copr/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err17 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/name",schemaPath:"#/properties/customizations/properties/repositories/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err18 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/url",schemaPath:"#/properties/customizations/properties/repositories/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err19 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/suite",schemaPath:"#/properties/customizations/properties/repositories/items/properties/suite/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err20 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/components/" + i3,schemaPath:"#/properties/customizations/properties/repositories/items/properties/components/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err21 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/components",schemaPath:"#/properties/customizations/properties/repositories/items/properties/components/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err22 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/key",schemaPath:"#/properties/customizations/properties/repositories/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err23 = {instancePath:instancePath+"/customizations/repositories/" + i2+"/key_path",schemaPath:"#/properties/customizations/properties/repositories/items/properties/key_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err24 = {instancePath:instancePath+"/customizations/repositories/" + i2,schemaPath:"#/properties/customizations/properties/repositories/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err25 = {instancePath:instancePath+"/customizations/repositories",schemaPath:"#/properties/customizations/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err26 = {instancePath:instancePath+"/customizations/packages/" + i4,schemaPath:"#/properties/customizations/properties/packages/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err27 = {instancePath:instancePath+"/customizations/packages",schemaPath:"#/properties/customizations/properties/packages/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i5+" are identical)"};
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
const err28 = {instancePath:instancePath+"/customizations/packages",schemaPath:"#/properties/customizations/properties/packages/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err29 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
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
const err30 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
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
const err31 = {instancePath:instancePath+"/customizations/users/" + i6+"/name",schemaPath:"#/properties/customizations/properties/users/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err32 = {instancePath:instancePath+"/customizations/users/" + i6+"/shell",schemaPath:"#/properties/customizations/properties/users/items/properties/shell/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err33 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups/" + i7,schemaPath:"#/properties/customizations/properties/users/items/properties/groups/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err34 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups",schemaPath:"#/properties/customizations/properties/users/items/properties/groups/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i8+" are identical)"};
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
const err35 = {instancePath:instancePath+"/customizations/users/" + i6+"/groups",schemaPath:"#/properties/customizations/properties/users/items/properties/groups/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err36 = {instancePath:instancePath+"/customizations/users/" + i6+"/password_hash",schemaPath:"#/properties/customizations/properties/users/items/properties/password_hash/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err37 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys/" + i9,schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err38 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys",schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i10+" are identical)"};
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
const err39 = {instancePath:instancePath+"/customizations/users/" + i6+"/ssh_keys",schemaPath:"#/properties/customizations/properties/users/items/properties/ssh_keys/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err40 = {instancePath:instancePath+"/customizations/users/" + i6,schemaPath:"#/properties/customizations/properties/users/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err41 = {instancePath:instancePath+"/customizations/users",schemaPath:"#/properties/customizations/properties/users/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err42 = {instancePath:instancePath+"/customizations/root_ssh_keys/" + i11,schemaPath:"#/properties/customizations/properties/root_ssh_keys/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err43 = {instancePath:instancePath+"/customizations/root_ssh_keys",schemaPath:"#/properties/customizations/properties/root_ssh_keys/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i12+" are identical)"};
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
const err44 = {instancePath:instancePath+"/customizations/root_ssh_keys",schemaPath:"#/properties/customizations/properties/root_ssh_keys/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err45 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/required",keyword:"required",params:{missingProperty: "destination"},message:"must have required property '"+"destination"+"'"};
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
const err46 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
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
const err47 = {instancePath:instancePath+"/customizations/files/" + i13+"/destination",schemaPath:"#/properties/customizations/properties/files/items/properties/destination/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err48 = {instancePath:instancePath+"/customizations/files/" + i13+"/content",schemaPath:"#/properties/customizations/properties/files/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err49 = {instancePath:instancePath+"/customizations/files/" + i13+"/path",schemaPath:"#/properties/customizations/properties/files/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err50 = {instancePath:instancePath+"/customizations/files/" + i13+"/mode",schemaPath:"#/properties/customizations/properties/files/items/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err51 = {instancePath:instancePath+"/customizations/files/" + i13+"/owner",schemaPath:"#/properties/customizations/properties/files/items/properties/owner/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err52 = {instancePath:instancePath+"/customizations/files/" + i13,schemaPath:"#/properties/customizations/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err53 = {instancePath:instancePath+"/customizations/files",schemaPath:"#/properties/customizations/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err54 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
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
const err55 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
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
const err56 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/name",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err57 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/content",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err58 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/path",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err59 = {instancePath:instancePath+"/customizations/systemd_units/" + i14+"/enabled",schemaPath:"#/properties/customizations/properties/systemd_units/items/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err60 = {instancePath:instancePath+"/customizations/systemd_units/" + i14,schemaPath:"#/properties/customizations/properties/systemd_units/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err61 = {instancePath:instancePath+"/customizations/systemd_units",schemaPath:"#/properties/customizations/properties/systemd_units/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err62 = {instancePath:instancePath+"/customizations/scripts/" + i15,schemaPath:"#/properties/customizations/properties/scripts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
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
const err63 = {instancePath:instancePath+"/customizations/scripts/" + i15+"/content",schemaPath:"#/properties/customizations/properties/scripts/items/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err64 = {instancePath:instancePath+"/customizations/scripts/" + i15+"/path",schemaPath:"#/properties/customizations/properties/scripts/items/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err65 = {instancePath:instancePath+"/customizations/scripts/" + i15,schemaPath:"#/properties/customizations/properties/scripts/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err66 = {instancePath:instancePath+"/customizations/scripts",schemaPath:"#/properties/customizations/properties/scripts/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err67 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/required",keyword:"required",params:{missingProperty: "enrollment_service"},message:"must have required property '"+"enrollment_service"+"'"};
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
const err68 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
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
const err69 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/required",keyword:"required",params:{missingProperty: "server"},message:"must have required property '"+"server"+"'"};
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
const err70 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
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
const err71 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/server",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/server/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err72 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/certificate_authority",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/certificate_authority/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err73 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service/ui_endpoint",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/properties/ui_endpoint/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err74 = {instancePath:instancePath+"/customizations/flightctl/enrollment_service",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrollment_service/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err75 = {instancePath:instancePath+"/customizations/flightctl/enrol",schemaPath:"#/properties/customizations/properties/flightctl/properties/enrol/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err76 = {instancePath:instancePath+"/customizations/flightctl/spec_fetch_interval",schemaPath:"#/properties/customizations/properties/flightctl/properties/spec_fetch_interval/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err77 = {instancePath:instancePath+"/customizations/flightctl/status_update_interval",schemaPath:"#/properties/customizations/properties/flightctl/properties/status_update_interval/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err78 = {instancePath:instancePath+"/customizations/flightctl/default_labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/customizations/properties/flightctl/properties/default_labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err79 = {instancePath:instancePath+"/customizations/flightctl/default_labels",schemaPath:"#/properties/customizations/properties/flightctl/properties/default_labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err80 = {instancePath:instancePath+"/customizations/flightctl/system_info/" + i16,schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err81 = {instancePath:instancePath+"/customizations/flightctl/system_info",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/uniqueItems",keyword:"uniqueItems",params:{i: i17, j: j5},message:"must NOT have duplicate items (items ## "+j5+" and "+i17+" are identical)"};
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
const err82 = {instancePath:instancePath+"/customizations/flightctl/system_info",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err83 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom/" + i18,schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err84 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/uniqueItems",keyword:"uniqueItems",params:{i: i19, j: j6},message:"must NOT have duplicate items (items ## "+j6+" and "+i19+" are identical)"};
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
const err85 = {instancePath:instancePath+"/customizations/flightctl/system_info_custom",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_custom/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err86 = {instancePath:instancePath+"/customizations/flightctl/system_info_timeout",schemaPath:"#/properties/customizations/properties/flightctl/properties/system_info_timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err87 = {instancePath:instancePath+"/customizations/flightctl/pull_timeout",schemaPath:"#/properties/customizations/properties/flightctl/properties/pull_timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err88 = {instancePath:instancePath+"/customizations/flightctl/log_level",schemaPath:"#/properties/customizations/properties/flightctl/properties/log_level/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(!(((((((data68 === "panic") || (data68 === "fatal")) || (data68 === "error")) || (data68 === "warn")) || (data68 === "info")) || (data68 === "debug")) || (data68 === "trace"))){
const err89 = {instancePath:instancePath+"/customizations/flightctl/log_level",schemaPath:"#/properties/customizations/properties/flightctl/properties/log_level/enum",keyword:"enum",params:{allowedValues: schema31.properties.customizations.properties.flightctl.properties.log_level.enum},message:"must be equal to one of the allowed values"};
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
const err90 = {instancePath:instancePath+"/customizations/flightctl/tpm",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
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
const err91 = {instancePath:instancePath+"/customizations/flightctl/tpm/enabled",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err92 = {instancePath:instancePath+"/customizations/flightctl/tpm/device_path",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/device_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err93 = {instancePath:instancePath+"/customizations/flightctl/tpm/auth_enabled",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/auth_enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err94 = {instancePath:instancePath+"/customizations/flightctl/tpm/storage_file_path",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/properties/storage_file_path/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err95 = {instancePath:instancePath+"/customizations/flightctl/tpm",schemaPath:"#/properties/customizations/properties/flightctl/properties/tpm/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err96 = {instancePath:instancePath+"/customizations/flightctl",schemaPath:"#/properties/customizations/properties/flightctl/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err97 = {instancePath:instancePath+"/customizations/labels/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/customizations/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err98 = {instancePath:instancePath+"/customizations/labels",schemaPath:"#/properties/customizations/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err99 = {instancePath:instancePath+"/customizations",schemaPath:"#/properties/customizations/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err100 = {instancePath:instancePath+"/context",schemaPath:"#/properties/context/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err101 = {instancePath:instancePath+"/target",schemaPath:"#/properties/target/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err102 = {instancePath:instancePath+"/args/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema31.properties.args.additionalProperties.type},message:"must be string,number,boolean"};
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
const err103 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err104 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
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
const err105 = {instancePath:instancePath+"/platforms/" + i20,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err106 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i21, j: j7},message:"must NOT have duplicate items (items ## "+j7+" and "+i21+" are identical)"};
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
const err107 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err108 = {instancePath:instancePath+"/depends_on/" + i22,schemaPath:"#/properties/depends_on/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err109 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/uniqueItems",keyword:"uniqueItems",params:{i: i23, j: j8},message:"must NOT have duplicate items (items ## "+j8+" and "+i23+" are identical)"};
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
const err110 = {instancePath:instancePath+"/depends_on",schemaPath:"#/properties/depends_on/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err111 = {instancePath:instancePath+"/parents/" + key13.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/parents/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err112 = {instancePath:instancePath+"/parents",schemaPath:"#/properties/parents/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err113 = {instancePath:instancePath+"/requirements/" + i24,schemaPath:"#/properties/requirements/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err114 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/uniqueItems",keyword:"uniqueItems",params:{i: i25, j: j9},message:"must NOT have duplicate items (items ## "+j9+" and "+i25+" are identical)"};
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
const err115 = {instancePath:instancePath+"/requirements",schemaPath:"#/properties/requirements/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err116 = {instancePath:instancePath+"/secrets/" + i26,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err117 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/uniqueItems",keyword:"uniqueItems",params:{i: i27, j: j10},message:"must NOT have duplicate items (items ## "+j10+" and "+i27+" are identical)"};
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
const err118 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
if(!(((key14 === "cpu") || (key14 === "memory")) || (key14 === "timeout"))){
const err119 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
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
const err120 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
const err121 = {instancePath:instancePath+"/resources/cpu",schemaPath:"#/properties/resources/properties/cpu/type",keyword:"type",params:{type: "number"},message:"must be number"};
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
const err122 = {instancePath:instancePath+"/resources/memory",schemaPath:"#/properties/resources/properties/memory/type",keyword:"type",params:{type: schema31.properties.resources.properties.memory.type},message:"must be string,integer"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data90.timeout !== undefined){
if(typeof data90.timeout !== "string"){
const err123 = {instancePath:instancePath+"/resources/timeout",schemaPath:"#/properties/resources/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
}
else {
const err124 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data.test !== undefined){
let data94 = data.test;
if(data94 && typeof data94 == "object" && !Array.isArray(data94)){
if(data94.command === undefined){
const err125 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/required",keyword:"required",params:{missingProperty: "command"},message:"must have required property '"+"command"+"'"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
for(const key15 in data94){
if(!(key15 === "command")){
const err126 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data94.command !== undefined){
let data95 = data94.command;
if(Array.isArray(data95)){
if(data95.length < 1){
const err127 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
const len17 = data95.length;
for(let i28=0; i28<len17; i28++){
if(typeof data95[i28] !== "string"){
const err128 = {instancePath:instancePath+"/test/command/" + i28,schemaPath:"#/properties/test/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/test/command",schemaPath:"#/properties/test/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err130 = {instancePath:instancePath+"/test",schemaPath:"#/properties/test/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err131 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isCaskwrightFile = validate21;
const schema32 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/caskwright.schema.json","type":"object","properties":{"registry":{"type":["string","object"],"properties":{"host":{"type":"string"},"namespace":{"type":"string"},"kind":{"enum":["auto","oci","ghcr","harbor"]},"insecure":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"ca":{"type":"object","additionalProperties":{"type":"string"}}},"additionalProperties":false},"images":{"type":"array","minItems":1,"items":{"type":"string"}},"names":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"mirrors":{"type":"object","additionalProperties":{"type":"string"}},"args":{"type":"object","additionalProperties":{"type":["string","number","boolean"]}},"platforms":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}},"include":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"branches":{"type":"object","properties":{"default":{"type":"string"},"publish":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"tags":{"type":"object","properties":{"latest":{"enum":["push","release"]},"push":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"release":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"policy":{"type":"object","properties":{"bases":{"type":["array","string"],"uniqueItems":true,"items":{"type":"string"}},"untagged_base":{"enum":["off","warning","error"]},"unpinned":{"enum":["off","warning","error"]},"pins":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["hash","url-digest"]}},"hashes":{"enum":["off","warning","error"]},"requirement_options":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["index-url","requirement-file","editable","vcs","url"]}},"versions":{"enum":["immutable","source","mutable"]},"frontends":{"type":"array","uniqueItems":true,"items":{"type":"string"}},"context":{"enum":["whole","used"]},"max_age":{"type":"string"},"public_registries":{"type":"array","uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false},"control":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"method":{"enum":["PUT","POST"]},"path":{"type":"string"},"token_env":{"type":"string"},"required":{"type":"boolean"}},"additionalProperties":false},"flightctl":{"type":"object","required":["api"],"properties":{"api":{"type":"string"},"token_env":{"type":"string"},"ca":{"type":"string"},"expiration":{"type":"string"},"timeout":{"type":"string"}},"additionalProperties":false},"builder":{"type":"object","properties":{"kind":{"enum":["auto","buildx","buildah","podman"]},"reproducible":{"type":"boolean"}},"additionalProperties":false},"containers":{"type":"object","additionalProperties":{"type":"string"}},"runtime":{"type":"object","properties":{"engine":{"enum":["auto","docker","podman","container"]},"catalogue":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"token_env":{"type":"string"},"category":{"type":"string"},"tag":{"type":"string"}},"additionalProperties":false},"sessions":{"type":"object","properties":{"label":{"type":"string"},"command":{"type":"array","minItems":1,"items":{"type":"string"}}},"additionalProperties":false},"settle":{"type":"integer","minimum":0,"maximum":600}},"additionalProperties":false},"retention":{"type":"object","properties":{"landings":{"type":"string"}},"additionalProperties":false},"concurrency":{"type":"integer","minimum":1,"maximum":256}},"additionalProperties":false};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/caskwright.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema32.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.registry !== undefined){
let data0 = data.registry;
if((typeof data0 !== "string") && (!(data0 && typeof data0 == "object" && !Array.isArray(data0)))){
const err1 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/type",keyword:"type",params:{type: schema32.properties.registry.type},message:"must be string,object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(((((key1 === "host") || (key1 === "namespace")) || (key1 === "kind")) || (key1 === "insecure")) || (key1 === "ca"))){
const err2 = {instancePath:instancePath+"/registry",schemaPath:"#/properties/registry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.host !== undefined){
if(typeof data0.host !== "string"){
const err3 = {instancePath:instancePath+"/registry/host",schemaPath:"#/properties/registry/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.namespace !== undefined){
if(typeof data0.namespace !== "string"){
const err4 = {instancePath:instancePath+"/registry/namespace",schemaPath:"#/properties/registry/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.kind !== undefined){
let data3 = data0.kind;
if(!((((data3 === "auto") || (data3 === "oci")) || (data3 === "ghcr")) || (data3 === "harbor"))){
const err5 = {instancePath:instancePath+"/registry/kind",schemaPath:"#/properties/registry/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.registry.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.insecure !== undefined){
let data4 = data0.insecure;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(typeof data4[i0] !== "string"){
const err6 = {instancePath:instancePath+"/registry/insecure/" + i0,schemaPath:"#/properties/registry/properties/insecure/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
let i1 = data4.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data4[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
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
const err8 = {instancePath:instancePath+"/registry/insecure",schemaPath:"#/properties/registry/properties/insecure/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.ca !== undefined){
let data6 = data0.ca;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 in data6){
if(typeof data6[key2] !== "string"){
const err9 = {instancePath:instancePath+"/registry/ca/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/registry/properties/ca/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/registry/ca",schemaPath:"#/properties/registry/properties/ca/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
if(data.images !== undefined){
let data8 = data.images;
if(Array.isArray(data8)){
if(data8.length < 1){
const err11 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len1 = data8.length;
for(let i2=0; i2<len1; i2++){
if(typeof data8[i2] !== "string"){
const err12 = {instancePath:instancePath+"/images/" + i2,schemaPath:"#/properties/images/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/images",schemaPath:"#/properties/images/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.names !== undefined){
let data10 = data.names;
if(Array.isArray(data10)){
const len2 = data10.length;
for(let i3=0; i3<len2; i3++){
if(typeof data10[i3] !== "string"){
const err14 = {instancePath:instancePath+"/names/" + i3,schemaPath:"#/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
let i4 = data10.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data10[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err15 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err16 = {instancePath:instancePath+"/names",schemaPath:"#/properties/names/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.mirrors !== undefined){
let data12 = data.mirrors;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key3 in data12){
if(typeof data12[key3] !== "string"){
const err17 = {instancePath:instancePath+"/mirrors/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/mirrors/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/mirrors",schemaPath:"#/properties/mirrors/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.args !== undefined){
let data14 = data.args;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key4 in data14){
let data15 = data14[key4];
if(((typeof data15 !== "string") && (!((typeof data15 == "number") && (isFinite(data15))))) && (typeof data15 !== "boolean")){
const err19 = {instancePath:instancePath+"/args/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/args/additionalProperties/type",keyword:"type",params:{type: schema32.properties.args.additionalProperties.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.platforms !== undefined){
let data16 = data.platforms;
if(Array.isArray(data16)){
if(data16.length < 1){
const err21 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
const len3 = data16.length;
for(let i5=0; i5<len3; i5++){
if(typeof data16[i5] !== "string"){
const err22 = {instancePath:instancePath+"/platforms/" + i5,schemaPath:"#/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
let i6 = data16.length;
let j2;
if(i6 > 1){
const indices2 = {};
for(;i6--;){
let item2 = data16[i6];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err23 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
break;
}
indices2[item2] = i6;
}
}
}
else {
const err24 = {instancePath:instancePath+"/platforms",schemaPath:"#/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.include !== undefined){
let data18 = data.include;
if(Array.isArray(data18)){
const len4 = data18.length;
for(let i7=0; i7<len4; i7++){
if(typeof data18[i7] !== "string"){
const err25 = {instancePath:instancePath+"/include/" + i7,schemaPath:"#/properties/include/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
let i8 = data18.length;
let j3;
if(i8 > 1){
const indices3 = {};
for(;i8--;){
let item3 = data18[i8];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err26 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
break;
}
indices3[item3] = i8;
}
}
}
else {
const err27 = {instancePath:instancePath+"/include",schemaPath:"#/properties/include/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.branches !== undefined){
let data20 = data.branches;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
for(const key5 in data20){
if(!((key5 === "default") || (key5 === "publish"))){
const err28 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data20.default !== undefined){
if(typeof data20.default !== "string"){
const err29 = {instancePath:instancePath+"/branches/default",schemaPath:"#/properties/branches/properties/default/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data20.publish !== undefined){
let data22 = data20.publish;
if(Array.isArray(data22)){
const len5 = data22.length;
for(let i9=0; i9<len5; i9++){
if(typeof data22[i9] !== "string"){
const err30 = {instancePath:instancePath+"/branches/publish/" + i9,schemaPath:"#/properties/branches/properties/publish/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
let i10 = data22.length;
let j4;
if(i10 > 1){
const indices4 = {};
for(;i10--;){
let item4 = data22[i10];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err31 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i10+" are identical)"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
break;
}
indices4[item4] = i10;
}
}
}
else {
const err32 = {instancePath:instancePath+"/branches/publish",schemaPath:"#/properties/branches/properties/publish/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.tags !== undefined){
let data24 = data.tags;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key6 in data24){
if(!(((key6 === "latest") || (key6 === "push")) || (key6 === "release"))){
const err34 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data24.latest !== undefined){
let data25 = data24.latest;
if(!((data25 === "push") || (data25 === "release"))){
const err35 = {instancePath:instancePath+"/tags/latest",schemaPath:"#/properties/tags/properties/latest/enum",keyword:"enum",params:{allowedValues: schema32.properties.tags.properties.latest.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data24.push !== undefined){
let data26 = data24.push;
if(Array.isArray(data26)){
const len6 = data26.length;
for(let i11=0; i11<len6; i11++){
if(typeof data26[i11] !== "string"){
const err36 = {instancePath:instancePath+"/tags/push/" + i11,schemaPath:"#/properties/tags/properties/push/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
let i12 = data26.length;
let j5;
if(i12 > 1){
const indices5 = {};
for(;i12--;){
let item5 = data26[i12];
if(typeof item5 !== "string"){
continue;
}
if(typeof indices5[item5] == "number"){
j5 = indices5[item5];
const err37 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/uniqueItems",keyword:"uniqueItems",params:{i: i12, j: j5},message:"must NOT have duplicate items (items ## "+j5+" and "+i12+" are identical)"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
break;
}
indices5[item5] = i12;
}
}
}
else {
const err38 = {instancePath:instancePath+"/tags/push",schemaPath:"#/properties/tags/properties/push/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data24.release !== undefined){
let data28 = data24.release;
if(Array.isArray(data28)){
const len7 = data28.length;
for(let i13=0; i13<len7; i13++){
if(typeof data28[i13] !== "string"){
const err39 = {instancePath:instancePath+"/tags/release/" + i13,schemaPath:"#/properties/tags/properties/release/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
let i14 = data28.length;
let j6;
if(i14 > 1){
const indices6 = {};
for(;i14--;){
let item6 = data28[i14];
if(typeof item6 !== "string"){
continue;
}
if(typeof indices6[item6] == "number"){
j6 = indices6[item6];
const err40 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/uniqueItems",keyword:"uniqueItems",params:{i: i14, j: j6},message:"must NOT have duplicate items (items ## "+j6+" and "+i14+" are identical)"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
break;
}
indices6[item6] = i14;
}
}
}
else {
const err41 = {instancePath:instancePath+"/tags/release",schemaPath:"#/properties/tags/properties/release/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err42 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.policy !== undefined){
let data30 = data.policy;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key7 in data30){
if(!(func1.call(schema32.properties.policy.properties, key7))){
const err43 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data30.bases !== undefined){
let data31 = data30.bases;
if((!(Array.isArray(data31))) && (typeof data31 !== "string")){
const err44 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/type",keyword:"type",params:{type: schema32.properties.policy.properties.bases.type},message:"must be array,string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(Array.isArray(data31)){
const len8 = data31.length;
for(let i15=0; i15<len8; i15++){
if(typeof data31[i15] !== "string"){
const err45 = {instancePath:instancePath+"/policy/bases/" + i15,schemaPath:"#/properties/policy/properties/bases/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
let i16 = data31.length;
let j7;
if(i16 > 1){
const indices7 = {};
for(;i16--;){
let item7 = data31[i16];
if(typeof item7 !== "string"){
continue;
}
if(typeof indices7[item7] == "number"){
j7 = indices7[item7];
const err46 = {instancePath:instancePath+"/policy/bases",schemaPath:"#/properties/policy/properties/bases/uniqueItems",keyword:"uniqueItems",params:{i: i16, j: j7},message:"must NOT have duplicate items (items ## "+j7+" and "+i16+" are identical)"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
break;
}
indices7[item7] = i16;
}
}
}
}
if(data30.untagged_base !== undefined){
let data33 = data30.untagged_base;
if(!(((data33 === "off") || (data33 === "warning")) || (data33 === "error"))){
const err47 = {instancePath:instancePath+"/policy/untagged_base",schemaPath:"#/properties/policy/properties/untagged_base/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.untagged_base.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data30.unpinned !== undefined){
let data34 = data30.unpinned;
if(!(((data34 === "off") || (data34 === "warning")) || (data34 === "error"))){
const err48 = {instancePath:instancePath+"/policy/unpinned",schemaPath:"#/properties/policy/properties/unpinned/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.unpinned.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data30.pins !== undefined){
let data35 = data30.pins;
if(Array.isArray(data35)){
const len9 = data35.length;
for(let i17=0; i17<len9; i17++){
let data36 = data35[i17];
if(typeof data36 !== "string"){
const err49 = {instancePath:instancePath+"/policy/pins/" + i17,schemaPath:"#/properties/policy/properties/pins/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(!((data36 === "hash") || (data36 === "url-digest"))){
const err50 = {instancePath:instancePath+"/policy/pins/" + i17,schemaPath:"#/properties/policy/properties/pins/items/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.pins.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
let i18 = data35.length;
let j8;
if(i18 > 1){
const indices8 = {};
for(;i18--;){
let item8 = data35[i18];
if(typeof item8 !== "string"){
continue;
}
if(typeof indices8[item8] == "number"){
j8 = indices8[item8];
const err51 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/uniqueItems",keyword:"uniqueItems",params:{i: i18, j: j8},message:"must NOT have duplicate items (items ## "+j8+" and "+i18+" are identical)"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
break;
}
indices8[item8] = i18;
}
}
}
else {
const err52 = {instancePath:instancePath+"/policy/pins",schemaPath:"#/properties/policy/properties/pins/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data30.hashes !== undefined){
let data37 = data30.hashes;
if(!(((data37 === "off") || (data37 === "warning")) || (data37 === "error"))){
const err53 = {instancePath:instancePath+"/policy/hashes",schemaPath:"#/properties/policy/properties/hashes/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.hashes.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data30.requirement_options !== undefined){
let data38 = data30.requirement_options;
if(Array.isArray(data38)){
const len10 = data38.length;
for(let i19=0; i19<len10; i19++){
let data39 = data38[i19];
if(typeof data39 !== "string"){
const err54 = {instancePath:instancePath+"/policy/requirement_options/" + i19,schemaPath:"#/properties/policy/properties/requirement_options/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(!(((((data39 === "index-url") || (data39 === "requirement-file")) || (data39 === "editable")) || (data39 === "vcs")) || (data39 === "url"))){
const err55 = {instancePath:instancePath+"/policy/requirement_options/" + i19,schemaPath:"#/properties/policy/properties/requirement_options/items/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.requirement_options.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
let i20 = data38.length;
let j9;
if(i20 > 1){
const indices9 = {};
for(;i20--;){
let item9 = data38[i20];
if(typeof item9 !== "string"){
continue;
}
if(typeof indices9[item9] == "number"){
j9 = indices9[item9];
const err56 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/uniqueItems",keyword:"uniqueItems",params:{i: i20, j: j9},message:"must NOT have duplicate items (items ## "+j9+" and "+i20+" are identical)"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
break;
}
indices9[item9] = i20;
}
}
}
else {
const err57 = {instancePath:instancePath+"/policy/requirement_options",schemaPath:"#/properties/policy/properties/requirement_options/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data30.versions !== undefined){
let data40 = data30.versions;
if(!(((data40 === "immutable") || (data40 === "source")) || (data40 === "mutable"))){
const err58 = {instancePath:instancePath+"/policy/versions",schemaPath:"#/properties/policy/properties/versions/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.versions.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data30.frontends !== undefined){
let data41 = data30.frontends;
if(Array.isArray(data41)){
const len11 = data41.length;
for(let i21=0; i21<len11; i21++){
if(typeof data41[i21] !== "string"){
const err59 = {instancePath:instancePath+"/policy/frontends/" + i21,schemaPath:"#/properties/policy/properties/frontends/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
let i22 = data41.length;
let j10;
if(i22 > 1){
const indices10 = {};
for(;i22--;){
let item10 = data41[i22];
if(typeof item10 !== "string"){
continue;
}
if(typeof indices10[item10] == "number"){
j10 = indices10[item10];
const err60 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/uniqueItems",keyword:"uniqueItems",params:{i: i22, j: j10},message:"must NOT have duplicate items (items ## "+j10+" and "+i22+" are identical)"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
break;
}
indices10[item10] = i22;
}
}
}
else {
const err61 = {instancePath:instancePath+"/policy/frontends",schemaPath:"#/properties/policy/properties/frontends/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data30.context !== undefined){
let data43 = data30.context;
if(!((data43 === "whole") || (data43 === "used"))){
const err62 = {instancePath:instancePath+"/policy/context",schemaPath:"#/properties/policy/properties/context/enum",keyword:"enum",params:{allowedValues: schema32.properties.policy.properties.context.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data30.max_age !== undefined){
if(typeof data30.max_age !== "string"){
const err63 = {instancePath:instancePath+"/policy/max_age",schemaPath:"#/properties/policy/properties/max_age/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data30.public_registries !== undefined){
let data45 = data30.public_registries;
if(Array.isArray(data45)){
const len12 = data45.length;
for(let i23=0; i23<len12; i23++){
if(typeof data45[i23] !== "string"){
const err64 = {instancePath:instancePath+"/policy/public_registries/" + i23,schemaPath:"#/properties/policy/properties/public_registries/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
let i24 = data45.length;
let j11;
if(i24 > 1){
const indices11 = {};
for(;i24--;){
let item11 = data45[i24];
if(typeof item11 !== "string"){
continue;
}
if(typeof indices11[item11] == "number"){
j11 = indices11[item11];
const err65 = {instancePath:instancePath+"/policy/public_registries",schemaPath:"#/properties/policy/properties/public_registries/uniqueItems",keyword:"uniqueItems",params:{i: i24, j: j11},message:"must NOT have duplicate items (items ## "+j11+" and "+i24+" are identical)"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
break;
}
indices11[item11] = i24;
}
}
}
else {
const err66 = {instancePath:instancePath+"/policy/public_registries",schemaPath:"#/properties/policy/properties/public_registries/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data.control !== undefined){
let data47 = data.control;
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
if(data47.url === undefined){
const err68 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
for(const key8 in data47){
if(!(((((key8 === "url") || (key8 === "method")) || (key8 === "path")) || (key8 === "token_env")) || (key8 === "required"))){
const err69 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data47.url !== undefined){
if(typeof data47.url !== "string"){
const err70 = {instancePath:instancePath+"/control/url",schemaPath:"#/properties/control/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data47.method !== undefined){
let data49 = data47.method;
if(!((data49 === "PUT") || (data49 === "POST"))){
const err71 = {instancePath:instancePath+"/control/method",schemaPath:"#/properties/control/properties/method/enum",keyword:"enum",params:{allowedValues: schema32.properties.control.properties.method.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data47.path !== undefined){
if(typeof data47.path !== "string"){
const err72 = {instancePath:instancePath+"/control/path",schemaPath:"#/properties/control/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data47.token_env !== undefined){
if(typeof data47.token_env !== "string"){
const err73 = {instancePath:instancePath+"/control/token_env",schemaPath:"#/properties/control/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data47.required !== undefined){
if(typeof data47.required !== "boolean"){
const err74 = {instancePath:instancePath+"/control/required",schemaPath:"#/properties/control/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/control",schemaPath:"#/properties/control/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data.flightctl !== undefined){
let data53 = data.flightctl;
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
if(data53.api === undefined){
const err76 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/required",keyword:"required",params:{missingProperty: "api"},message:"must have required property '"+"api"+"'"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
for(const key9 in data53){
if(!(((((key9 === "api") || (key9 === "token_env")) || (key9 === "ca")) || (key9 === "expiration")) || (key9 === "timeout"))){
const err77 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data53.api !== undefined){
if(typeof data53.api !== "string"){
const err78 = {instancePath:instancePath+"/flightctl/api",schemaPath:"#/properties/flightctl/properties/api/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data53.token_env !== undefined){
if(typeof data53.token_env !== "string"){
const err79 = {instancePath:instancePath+"/flightctl/token_env",schemaPath:"#/properties/flightctl/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data53.ca !== undefined){
if(typeof data53.ca !== "string"){
const err80 = {instancePath:instancePath+"/flightctl/ca",schemaPath:"#/properties/flightctl/properties/ca/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data53.expiration !== undefined){
if(typeof data53.expiration !== "string"){
const err81 = {instancePath:instancePath+"/flightctl/expiration",schemaPath:"#/properties/flightctl/properties/expiration/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data53.timeout !== undefined){
if(typeof data53.timeout !== "string"){
const err82 = {instancePath:instancePath+"/flightctl/timeout",schemaPath:"#/properties/flightctl/properties/timeout/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/flightctl",schemaPath:"#/properties/flightctl/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data.builder !== undefined){
let data59 = data.builder;
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
for(const key10 in data59){
if(!((key10 === "kind") || (key10 === "reproducible"))){
const err84 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data59.kind !== undefined){
let data60 = data59.kind;
if(!((((data60 === "auto") || (data60 === "buildx")) || (data60 === "buildah")) || (data60 === "podman"))){
const err85 = {instancePath:instancePath+"/builder/kind",schemaPath:"#/properties/builder/properties/kind/enum",keyword:"enum",params:{allowedValues: schema32.properties.builder.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data59.reproducible !== undefined){
if(typeof data59.reproducible !== "boolean"){
const err86 = {instancePath:instancePath+"/builder/reproducible",schemaPath:"#/properties/builder/properties/reproducible/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
}
else {
const err87 = {instancePath:instancePath+"/builder",schemaPath:"#/properties/builder/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data.containers !== undefined){
let data62 = data.containers;
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
for(const key11 in data62){
if(typeof data62[key11] !== "string"){
const err88 = {instancePath:instancePath+"/containers/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/containers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data.runtime !== undefined){
let data64 = data.runtime;
if(data64 && typeof data64 == "object" && !Array.isArray(data64)){
for(const key12 in data64){
if(!((((key12 === "engine") || (key12 === "catalogue")) || (key12 === "sessions")) || (key12 === "settle"))){
const err90 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data64.engine !== undefined){
let data65 = data64.engine;
if(!((((data65 === "auto") || (data65 === "docker")) || (data65 === "podman")) || (data65 === "container"))){
const err91 = {instancePath:instancePath+"/runtime/engine",schemaPath:"#/properties/runtime/properties/engine/enum",keyword:"enum",params:{allowedValues: schema32.properties.runtime.properties.engine.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data64.catalogue !== undefined){
let data66 = data64.catalogue;
if(data66 && typeof data66 == "object" && !Array.isArray(data66)){
if(data66.url === undefined){
const err92 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
for(const key13 in data66){
if(!((((key13 === "url") || (key13 === "token_env")) || (key13 === "category")) || (key13 === "tag"))){
const err93 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data66.url !== undefined){
if(typeof data66.url !== "string"){
const err94 = {instancePath:instancePath+"/runtime/catalogue/url",schemaPath:"#/properties/runtime/properties/catalogue/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data66.token_env !== undefined){
if(typeof data66.token_env !== "string"){
const err95 = {instancePath:instancePath+"/runtime/catalogue/token_env",schemaPath:"#/properties/runtime/properties/catalogue/properties/token_env/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data66.category !== undefined){
if(typeof data66.category !== "string"){
const err96 = {instancePath:instancePath+"/runtime/catalogue/category",schemaPath:"#/properties/runtime/properties/catalogue/properties/category/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data66.tag !== undefined){
if(typeof data66.tag !== "string"){
const err97 = {instancePath:instancePath+"/runtime/catalogue/tag",schemaPath:"#/properties/runtime/properties/catalogue/properties/tag/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err98 = {instancePath:instancePath+"/runtime/catalogue",schemaPath:"#/properties/runtime/properties/catalogue/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data64.sessions !== undefined){
let data71 = data64.sessions;
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
for(const key14 in data71){
if(!((key14 === "label") || (key14 === "command"))){
const err99 = {instancePath:instancePath+"/runtime/sessions",schemaPath:"#/properties/runtime/properties/sessions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data71.label !== undefined){
if(typeof data71.label !== "string"){
const err100 = {instancePath:instancePath+"/runtime/sessions/label",schemaPath:"#/properties/runtime/properties/sessions/properties/label/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data71.command !== undefined){
let data73 = data71.command;
if(Array.isArray(data73)){
if(data73.length < 1){
const err101 = {instancePath:instancePath+"/runtime/sessions/command",schemaPath:"#/properties/runtime/properties/sessions/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
const len13 = data73.length;
for(let i25=0; i25<len13; i25++){
if(typeof data73[i25] !== "string"){
const err102 = {instancePath:instancePath+"/runtime/sessions/command/" + i25,schemaPath:"#/properties/runtime/properties/sessions/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err103 = {instancePath:instancePath+"/runtime/sessions/command",schemaPath:"#/properties/runtime/properties/sessions/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath:instancePath+"/runtime/sessions",schemaPath:"#/properties/runtime/properties/sessions/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data64.settle !== undefined){
let data75 = data64.settle;
if(!(((typeof data75 == "number") && (!(data75 % 1) && !isNaN(data75))) && (isFinite(data75)))){
const err105 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
if((typeof data75 == "number") && (isFinite(data75))){
if(data75 > 600 || isNaN(data75)){
const err106 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/maximum",keyword:"maximum",params:{comparison: "<=", limit: 600},message:"must be <= 600"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if(data75 < 0 || isNaN(data75)){
const err107 = {instancePath:instancePath+"/runtime/settle",schemaPath:"#/properties/runtime/properties/settle/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
}
}
else {
const err108 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data.retention !== undefined){
let data76 = data.retention;
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
for(const key15 in data76){
if(!(key15 === "landings")){
const err109 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data76.landings !== undefined){
if(typeof data76.landings !== "string"){
const err110 = {instancePath:instancePath+"/retention/landings",schemaPath:"#/properties/retention/properties/landings/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data.concurrency !== undefined){
let data78 = data.concurrency;
if(!(((typeof data78 == "number") && (!(data78 % 1) && !isNaN(data78))) && (isFinite(data78)))){
const err112 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if((typeof data78 == "number") && (isFinite(data78))){
if(data78 > 256 || isNaN(data78)){
const err113 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
if(data78 < 1 || isNaN(data78)){
const err114 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err115 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isServerFile = validate22;
const schema33 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/server.schema.json","type":"object","properties":{"host":{"type":"string"},"port":{"type":"integer","minimum":0,"maximum":65535},"data":{"type":"string"},"public_url":{"type":"string"},"database_url":{"type":"string"},"log_level":{"enum":["debug","info","warn","error","silent"]},"github":{"type":"object","properties":{"webhook_secret":{"type":"string"},"token":{"type":"string"},"app":{"type":"object","required":["id","private_key"],"properties":{"id":{"type":"string"},"private_key":{"type":"string"}},"additionalProperties":false},"api_url":{"type":"string"}},"additionalProperties":false},"gitea":{"type":"object","properties":{"webhook_secret":{"type":"string"},"token":{"type":"string"},"url":{"type":"string"}},"additionalProperties":false},"repositories":{"type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"id":{"type":"string"},"forge":{"enum":["github","gitea","git"]},"full_name":{"type":"string"},"default_branch":{"type":"string"},"webhook_secret":{"type":"string"},"token":{"type":"string"},"senders":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"auth":{"type":"object","properties":{"anonymous":{"type":"boolean"},"admin_token":{"type":"string"},"origins":{"type":"array","items":{"type":"string"}},"oidc":{"type":"object","required":["issuer","client_id"],"properties":{"issuer":{"type":"string"},"audience":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string"},"roles_claim":{"type":"string"},"roles":{"type":"object","additionalProperties":{"enum":["viewer","builder","admin"]}}},"additionalProperties":false}},"additionalProperties":false},"worker":{"type":"object","properties":{"slots":{"type":"integer","minimum":0,"maximum":256},"platforms":{"type":"array","items":{"type":"string"}},"builder":{"enum":["auto","buildx","podman","buildah"]}},"additionalProperties":false},"limits":{"type":"object","properties":{"runs":{"type":"integer","minimum":1,"maximum":1000},"runs_per_repository":{"type":"integer","minimum":1,"maximum":1000},"builds_per_repository":{"type":"integer","minimum":1,"maximum":10000}},"additionalProperties":false},"retention":{"type":"object","properties":{"runs":{"type":"string"},"logs":{"type":"string"},"deliveries":{"type":"string"}},"additionalProperties":false},"log_size":{"type":"integer","minimum":1,"maximum":4096},"reconcile":{"type":"integer","minimum":1,"maximum":86400},"drift":{"type":"integer","minimum":0,"maximum":604800},"notifications":{"type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"type":"string"},"kind":{"enum":["webhook","slack"]},"secret":{"type":"string"},"on":{"type":"array","uniqueItems":true,"items":{"type":"string","enum":["succeeded","failed","cancelled"]}},"repositories":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"private_hosts":{"type":"array","items":{"type":"string"}},"editor_url":{"type":"string"}},"additionalProperties":false};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/server.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
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
const err1 = {instancePath:instancePath+"/host",schemaPath:"#/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err2 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
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
const err3 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err4 = {instancePath:instancePath+"/port",schemaPath:"#/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
const err5 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err6 = {instancePath:instancePath+"/public_url",schemaPath:"#/properties/public_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err7 = {instancePath:instancePath+"/database_url",schemaPath:"#/properties/database_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err8 = {instancePath:instancePath+"/log_level",schemaPath:"#/properties/log_level/enum",keyword:"enum",params:{allowedValues: schema33.properties.log_level.enum},message:"must be equal to one of the allowed values"};
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
const err9 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
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
const err10 = {instancePath:instancePath+"/github/webhook_secret",schemaPath:"#/properties/github/properties/webhook_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err11 = {instancePath:instancePath+"/github/token",schemaPath:"#/properties/github/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err12 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data9.private_key === undefined){
const err13 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/required",keyword:"required",params:{missingProperty: "private_key"},message:"must have required property '"+"private_key"+"'"};
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
const err14 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
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
const err15 = {instancePath:instancePath+"/github/app/id",schemaPath:"#/properties/github/properties/app/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err16 = {instancePath:instancePath+"/github/app/private_key",schemaPath:"#/properties/github/properties/app/properties/private_key/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err17 = {instancePath:instancePath+"/github/app",schemaPath:"#/properties/github/properties/app/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err18 = {instancePath:instancePath+"/github/api_url",schemaPath:"#/properties/github/properties/api_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err19 = {instancePath:instancePath+"/github",schemaPath:"#/properties/github/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err20 = {instancePath:instancePath+"/gitea",schemaPath:"#/properties/gitea/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
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
const err21 = {instancePath:instancePath+"/gitea/webhook_secret",schemaPath:"#/properties/gitea/properties/webhook_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err22 = {instancePath:instancePath+"/gitea/token",schemaPath:"#/properties/gitea/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err23 = {instancePath:instancePath+"/gitea/url",schemaPath:"#/properties/gitea/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err24 = {instancePath:instancePath+"/gitea",schemaPath:"#/properties/gitea/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err25 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
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
const err26 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
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
const err27 = {instancePath:instancePath+"/repositories/" + i0+"/url",schemaPath:"#/properties/repositories/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err28 = {instancePath:instancePath+"/repositories/" + i0+"/id",schemaPath:"#/properties/repositories/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err29 = {instancePath:instancePath+"/repositories/" + i0+"/forge",schemaPath:"#/properties/repositories/items/properties/forge/enum",keyword:"enum",params:{allowedValues: schema33.properties.repositories.items.properties.forge.enum},message:"must be equal to one of the allowed values"};
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
const err30 = {instancePath:instancePath+"/repositories/" + i0+"/full_name",schemaPath:"#/properties/repositories/items/properties/full_name/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err31 = {instancePath:instancePath+"/repositories/" + i0+"/default_branch",schemaPath:"#/properties/repositories/items/properties/default_branch/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err32 = {instancePath:instancePath+"/repositories/" + i0+"/webhook_secret",schemaPath:"#/properties/repositories/items/properties/webhook_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err33 = {instancePath:instancePath+"/repositories/" + i0+"/token",schemaPath:"#/properties/repositories/items/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err34 = {instancePath:instancePath+"/repositories/" + i0+"/senders/" + i1,schemaPath:"#/properties/repositories/items/properties/senders/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err35 = {instancePath:instancePath+"/repositories/" + i0+"/senders",schemaPath:"#/properties/repositories/items/properties/senders/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err36 = {instancePath:instancePath+"/repositories/" + i0,schemaPath:"#/properties/repositories/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err37 = {instancePath:instancePath+"/repositories",schemaPath:"#/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err38 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
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
const err39 = {instancePath:instancePath+"/auth/anonymous",schemaPath:"#/properties/auth/properties/anonymous/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
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
const err40 = {instancePath:instancePath+"/auth/admin_token",schemaPath:"#/properties/auth/properties/admin_token/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err41 = {instancePath:instancePath+"/auth/origins/" + i2,schemaPath:"#/properties/auth/properties/origins/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err42 = {instancePath:instancePath+"/auth/origins",schemaPath:"#/properties/auth/properties/origins/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err43 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/required",keyword:"required",params:{missingProperty: "issuer"},message:"must have required property '"+"issuer"+"'"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data33.client_id === undefined){
const err44 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/required",keyword:"required",params:{missingProperty: "client_id"},message:"must have required property '"+"client_id"+"'"};
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
const err45 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
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
const err46 = {instancePath:instancePath+"/auth/oidc/issuer",schemaPath:"#/properties/auth/properties/oidc/properties/issuer/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err47 = {instancePath:instancePath+"/auth/oidc/audience",schemaPath:"#/properties/auth/properties/oidc/properties/audience/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err48 = {instancePath:instancePath+"/auth/oidc/client_id",schemaPath:"#/properties/auth/properties/oidc/properties/client_id/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err49 = {instancePath:instancePath+"/auth/oidc/client_secret",schemaPath:"#/properties/auth/properties/oidc/properties/client_secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err50 = {instancePath:instancePath+"/auth/oidc/roles_claim",schemaPath:"#/properties/auth/properties/oidc/properties/roles_claim/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err51 = {instancePath:instancePath+"/auth/oidc/roles/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/oidc/properties/roles/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema33.properties.auth.properties.oidc.properties.roles.additionalProperties.enum},message:"must be equal to one of the allowed values"};
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
const err52 = {instancePath:instancePath+"/auth/oidc/roles",schemaPath:"#/properties/auth/properties/oidc/properties/roles/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err53 = {instancePath:instancePath+"/auth/oidc",schemaPath:"#/properties/auth/properties/oidc/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err54 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
const err55 = {instancePath:instancePath+"/worker",schemaPath:"#/properties/worker/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
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
const err56 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
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
const err57 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/maximum",keyword:"maximum",params:{comparison: "<=", limit: 256},message:"must be <= 256"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data42 < 0 || isNaN(data42)){
const err58 = {instancePath:instancePath+"/worker/slots",schemaPath:"#/properties/worker/properties/slots/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
const err59 = {instancePath:instancePath+"/worker/platforms/" + i3,schemaPath:"#/properties/worker/properties/platforms/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err60 = {instancePath:instancePath+"/worker/platforms",schemaPath:"#/properties/worker/properties/platforms/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err61 = {instancePath:instancePath+"/worker/builder",schemaPath:"#/properties/worker/properties/builder/enum",keyword:"enum",params:{allowedValues: schema33.properties.worker.properties.builder.enum},message:"must be equal to one of the allowed values"};
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
const err62 = {instancePath:instancePath+"/worker",schemaPath:"#/properties/worker/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.limits !== undefined){
let data46 = data.limits;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
for(const key9 in data46){
if(!(((key9 === "runs") || (key9 === "runs_per_repository")) || (key9 === "builds_per_repository"))){
const err63 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data46.runs !== undefined){
let data47 = data46.runs;
if(!(((typeof data47 == "number") && (!(data47 % 1) && !isNaN(data47))) && (isFinite(data47)))){
const err64 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if((typeof data47 == "number") && (isFinite(data47))){
if(data47 > 1000 || isNaN(data47)){
const err65 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data47 < 1 || isNaN(data47)){
const err66 = {instancePath:instancePath+"/limits/runs",schemaPath:"#/properties/limits/properties/runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
if(data46.runs_per_repository !== undefined){
let data48 = data46.runs_per_repository;
if(!(((typeof data48 == "number") && (!(data48 % 1) && !isNaN(data48))) && (isFinite(data48)))){
const err67 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if((typeof data48 == "number") && (isFinite(data48))){
if(data48 > 1000 || isNaN(data48)){
const err68 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data48 < 1 || isNaN(data48)){
const err69 = {instancePath:instancePath+"/limits/runs_per_repository",schemaPath:"#/properties/limits/properties/runs_per_repository/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data46.builds_per_repository !== undefined){
let data49 = data46.builds_per_repository;
if(!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))){
const err70 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 > 10000 || isNaN(data49)){
const err71 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data49 < 1 || isNaN(data49)){
const err72 = {instancePath:instancePath+"/limits/builds_per_repository",schemaPath:"#/properties/limits/properties/builds_per_repository/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
}
else {
const err73 = {instancePath:instancePath+"/limits",schemaPath:"#/properties/limits/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data.retention !== undefined){
let data50 = data.retention;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
for(const key10 in data50){
if(!(((key10 === "runs") || (key10 === "logs")) || (key10 === "deliveries"))){
const err74 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data50.runs !== undefined){
if(typeof data50.runs !== "string"){
const err75 = {instancePath:instancePath+"/retention/runs",schemaPath:"#/properties/retention/properties/runs/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data50.logs !== undefined){
if(typeof data50.logs !== "string"){
const err76 = {instancePath:instancePath+"/retention/logs",schemaPath:"#/properties/retention/properties/logs/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data50.deliveries !== undefined){
if(typeof data50.deliveries !== "string"){
const err77 = {instancePath:instancePath+"/retention/deliveries",schemaPath:"#/properties/retention/properties/deliveries/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/retention",schemaPath:"#/properties/retention/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data.log_size !== undefined){
let data54 = data.log_size;
if(!(((typeof data54 == "number") && (!(data54 % 1) && !isNaN(data54))) && (isFinite(data54)))){
const err79 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 > 4096 || isNaN(data54)){
const err80 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4096},message:"must be <= 4096"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if(data54 < 1 || isNaN(data54)){
const err81 = {instancePath:instancePath+"/log_size",schemaPath:"#/properties/log_size/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
if(data.reconcile !== undefined){
let data55 = data.reconcile;
if(!(((typeof data55 == "number") && (!(data55 % 1) && !isNaN(data55))) && (isFinite(data55)))){
const err82 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 > 86400 || isNaN(data55)){
const err83 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data55 < 1 || isNaN(data55)){
const err84 = {instancePath:instancePath+"/reconcile",schemaPath:"#/properties/reconcile/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
if(data.drift !== undefined){
let data56 = data.drift;
if(!(((typeof data56 == "number") && (!(data56 % 1) && !isNaN(data56))) && (isFinite(data56)))){
const err85 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 > 604800 || isNaN(data56)){
const err86 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/maximum",keyword:"maximum",params:{comparison: "<=", limit: 604800},message:"must be <= 604800"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data56 < 0 || isNaN(data56)){
const err87 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
if(data.notifications !== undefined){
let data57 = data.notifications;
if(Array.isArray(data57)){
const len4 = data57.length;
for(let i4=0; i4<len4; i4++){
let data58 = data57[i4];
if(data58 && typeof data58 == "object" && !Array.isArray(data58)){
if(data58.url === undefined){
const err88 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
for(const key11 in data58){
if(!(((((key11 === "url") || (key11 === "kind")) || (key11 === "secret")) || (key11 === "on")) || (key11 === "repositories"))){
const err89 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data58.url !== undefined){
if(typeof data58.url !== "string"){
const err90 = {instancePath:instancePath+"/notifications/" + i4+"/url",schemaPath:"#/properties/notifications/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data58.kind !== undefined){
let data60 = data58.kind;
if(!((data60 === "webhook") || (data60 === "slack"))){
const err91 = {instancePath:instancePath+"/notifications/" + i4+"/kind",schemaPath:"#/properties/notifications/items/properties/kind/enum",keyword:"enum",params:{allowedValues: schema33.properties.notifications.items.properties.kind.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data58.secret !== undefined){
if(typeof data58.secret !== "string"){
const err92 = {instancePath:instancePath+"/notifications/" + i4+"/secret",schemaPath:"#/properties/notifications/items/properties/secret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data58.on !== undefined){
let data62 = data58.on;
if(Array.isArray(data62)){
const len5 = data62.length;
for(let i5=0; i5<len5; i5++){
let data63 = data62[i5];
if(typeof data63 !== "string"){
const err93 = {instancePath:instancePath+"/notifications/" + i4+"/on/" + i5,schemaPath:"#/properties/notifications/items/properties/on/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(!(((data63 === "succeeded") || (data63 === "failed")) || (data63 === "cancelled"))){
const err94 = {instancePath:instancePath+"/notifications/" + i4+"/on/" + i5,schemaPath:"#/properties/notifications/items/properties/on/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.notifications.items.properties.on.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
let i6 = data62.length;
let j0;
if(i6 > 1){
const indices0 = {};
for(;i6--;){
let item0 = data62[i6];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err95 = {instancePath:instancePath+"/notifications/" + i4+"/on",schemaPath:"#/properties/notifications/items/properties/on/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i6+" are identical)"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
break;
}
indices0[item0] = i6;
}
}
}
else {
const err96 = {instancePath:instancePath+"/notifications/" + i4+"/on",schemaPath:"#/properties/notifications/items/properties/on/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data58.repositories !== undefined){
let data64 = data58.repositories;
if(Array.isArray(data64)){
const len6 = data64.length;
for(let i7=0; i7<len6; i7++){
if(typeof data64[i7] !== "string"){
const err97 = {instancePath:instancePath+"/notifications/" + i4+"/repositories/" + i7,schemaPath:"#/properties/notifications/items/properties/repositories/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
const err98 = {instancePath:instancePath+"/notifications/" + i4+"/repositories",schemaPath:"#/properties/notifications/items/properties/repositories/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err99 = {instancePath:instancePath+"/notifications/" + i4,schemaPath:"#/properties/notifications/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
else {
const err100 = {instancePath:instancePath+"/notifications",schemaPath:"#/properties/notifications/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data.private_hosts !== undefined){
let data66 = data.private_hosts;
if(Array.isArray(data66)){
const len7 = data66.length;
for(let i8=0; i8<len7; i8++){
if(typeof data66[i8] !== "string"){
const err101 = {instancePath:instancePath+"/private_hosts/" + i8,schemaPath:"#/properties/private_hosts/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
else {
const err102 = {instancePath:instancePath+"/private_hosts",schemaPath:"#/properties/private_hosts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data.editor_url !== undefined){
if(typeof data.editor_url !== "string"){
const err103 = {instancePath:instancePath+"/editor_url",schemaPath:"#/properties/editor_url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isTemplateFile = validate23;
const schema34 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://caskwright.dev/schemas/template.schema.json","type":"object","properties":{"description":{"type":"string"},"variables":{"type":"object","additionalProperties":{"type":"object","properties":{"type":{"enum":["string","integer","boolean"]},"default":{"type":["string","number","boolean"]},"description":{"type":"string"},"pattern":{"type":"string"},"choices":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string"}}},"additionalProperties":false}}},"additionalProperties":false};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://caskwright.dev/schemas/template.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "description") || (key0 === "variables"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.description !== undefined){
if(typeof data.description !== "string"){
const err1 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.variables !== undefined){
let data1 = data.variables;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
let data2 = data1[key1];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key2 in data2){
if(!(((((key2 === "type") || (key2 === "default")) || (key2 === "description")) || (key2 === "pattern")) || (key2 === "choices"))){
const err2 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/variables/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data2.type !== undefined){
let data3 = data2.type;
if(!(((data3 === "string") || (data3 === "integer")) || (data3 === "boolean"))){
const err3 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/variables/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema34.properties.variables.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data2.default !== undefined){
let data4 = data2.default;
if(((typeof data4 !== "string") && (!((typeof data4 == "number") && (isFinite(data4))))) && (typeof data4 !== "boolean")){
const err4 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/default",schemaPath:"#/properties/variables/additionalProperties/properties/default/type",keyword:"type",params:{type: schema34.properties.variables.additionalProperties.properties.default.type},message:"must be string,number,boolean"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data2.description !== undefined){
if(typeof data2.description !== "string"){
const err5 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/description",schemaPath:"#/properties/variables/additionalProperties/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data2.pattern !== undefined){
if(typeof data2.pattern !== "string"){
const err6 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/pattern",schemaPath:"#/properties/variables/additionalProperties/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data2.choices !== undefined){
let data7 = data2.choices;
if(Array.isArray(data7)){
if(data7.length < 1){
const err7 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices",schemaPath:"#/properties/variables/additionalProperties/properties/choices/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
if(typeof data7[i0] !== "string"){
const err8 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices/" + i0,schemaPath:"#/properties/variables/additionalProperties/properties/choices/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
let i1 = data7.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data7[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err9 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices",schemaPath:"#/properties/variables/additionalProperties/properties/choices/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err10 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/choices",schemaPath:"#/properties/variables/additionalProperties/properties/choices/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/variables/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

